//! A static library must link all that it needs: a second panic handler or a missing allocator would
//! be an error.

use crate::workspace::{Crate, TABLE, fail, succeed};

#[test]
fn the_library_needs_neither_std_nor_an_allocator() {
    let bare = Crate::new(
        "bare",
        r#"
        [lib]
        crate-type = ["staticlib"]

        [profile.dev]
        panic = "abort"

        [dependencies]
        vkyc-status = { @library, default-features = false, features = ["serde"] }
        "#,
        &[
            ("statuses.toml", TABLE),
            (
                "src/lib.rs",
                r#"
                #![no_std]

                use vkyc_status::{Documented, StatusCode};

                #[panic_handler]
                fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
                    loop {}
                }

                /// The length of the texts of a code.
                pub extern "C" fn described() -> usize {
                    let code = StatusCode::parse("CODE").or(StatusCode::ALL.first().copied());
                    code.map_or(0, |code| Documented::as_str(code).len() + code.description().len())
                }
                "#,
            ),
        ],
    );
    succeed(&mut bare.cargo(&["build"]));

    // It has no generator, which would read a table.
    let table = bare.path("statuses.toml");
    let (_, said) = fail(bare.cargo(&["build"]).env("VKYC_STATUSES_TOML", &table));
    let expected = format!(
        ": VKYC_STATUSES_TOML: needs the feature `generate`: {table:?}; turn it on, or unset the variable\n"
    );
    assert!(said.contains(&expected), "{said}");
}
