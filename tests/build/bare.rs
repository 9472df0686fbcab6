//! A static library must link all that it needs: a second panic handler or a missing allocator would
//! be an error.

use crate::workspace::{Crate, fail, succeed};

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
    );
    bare.write(
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
    );
    succeed(&mut bare.cargo(&["build"]));

    // It has no generator, which would read a table.
    bare.write("statuses.toml", "");
    let said = fail(&mut bare.with_table(&["build"], "statuses.toml"));
    assert!(said.contains(": VKYC_STATUSES_TOML: needs the feature `generate`: "), "{said}");
    assert!(said.contains("; turn it on, or unset the variable\n"), "{said}");
}
