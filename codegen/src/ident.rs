//! The Rust names of a table: `USER_PROXY_DETECTED` is the variant `UserProxyDetected`, and a column is a
//! method of `StatusCode`.

/// Variants that would not compile, or would hide something of the enum's own.
pub(crate) const RESERVED: [&str; 2] = ["Self", "ALL"];

/// The methods that `StatusCode` has without a table's columns: its own, and those of its traits.
const METHODS: &str = "\
    actions as_ref as_str borrow borrow_mut clamp clone clone_from clone_into clone_to_uninit \
    cmp code deserialize deserialize_in_place eq equivalent fmt from from_str ge gt hash \
    hash_slice inline_schema into json_schema le lt max min ne outcome parse partial_cmp phase \
    retired schema_id schema_name serialize status title to_owned to_string try_from try_into \
    type_id";

pub(crate) fn variant(id: &str) -> String {
    let words = id.split('_').filter_map(|word| {
        let (first, rest) = word.split_at_checked(1)?;
        Some(first.to_ascii_uppercase() + &rest.to_ascii_lowercase())
    });
    words.collect()
}

/// Whether a column in lower snake case can have this name: nothing else of `StatusCode` has it, and
/// it is no keyword.
#[must_use]
pub fn is_method(name: &str) -> bool {
    // `gen` is a keyword since the edition of 2024.
    let is_keyword = name == "gen" || syn::parse_str::<syn::Ident>(name).is_err();
    !is_keyword && METHODS.split(' ').all(|method| method != name)
}
