//! Crates outside the repository that depend on this one by path.

use std::fmt::Write;

use crate::workspace::{Crate, package, succeed};

#[test]
fn the_tests_pass_in_a_crate_outside() {
    let consumer = Crate::new(
        "consumer",
        r#"
        [dependencies]
        vkyc-status = { @vkyc-status, features = ["serde"] }

        [features]
        default = ["alloc", "serde"]
        alloc = []
        serde = []

        [dev-dependencies]
        postcard = { version = "1", default-features = false, features = ["alloc"] }
        serde = { version = "1", features = ["derive"] }
        serde_json = "1"
        "#,
    );
    consumer.write("src/lib.rs", "");
    for file in ["table.rs", "open.rs", "serde.rs", "fixtures/page.txt"] {
        consumer.copy(&package().join("tests").join(file), &format!("tests/{file}"));
    }
    consumer.run(&["test"]);
}

/// A static library must link all that it needs: a second panic handler or a missing allocator
/// would be an error.
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
        vkyc-status = { @vkyc-status, default-features = false, features = ["generate", "serde"] }
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

        /// The length of a code's description.
        pub extern "C" fn described() -> usize {
            let code = StatusCode::parse("USER_QUEUED").or(StatusCode::ALL.first().copied());
            code.map_or(0, |code| Documented::as_str(code).len() + code.description().len())
        }
        "#,
    );
    bare.run(&["build"]);
}

/// A thousand codes behind those of the table: the enum grows to two bytes and every code is found.
#[test]
fn a_thousand_more_codes_build_and_parse() {
    let mut table = std::fs::read_to_string(package().join("data/statuses.toml")).unwrap();
    for i in 0..1000 {
        write!(
            table,
            "\n[[phase.code]]\ncode = \"EXTRA_CODE_{i}\"\ndescription = \"Extra {i}.\"\n\
             recommended_action = \"Retry {i} times\"\nactions = [\"retry\"]\n"
        )
        .unwrap();
    }
    let many = Crate::new("many", "[dependencies]\nvkyc-status = { @vkyc-status }");
    many.write("statuses.toml", &table);
    many.write(
        "src/main.rs",
        r#"
        use vkyc_status::StatusCode;

        fn main() {
            let own = StatusCode::ALL.len() - 1000;
            assert_eq!(size_of::<StatusCode>(), 2);
            for (i, code) in StatusCode::ALL.iter().enumerate() {
                assert_eq!(StatusCode::parse(code.as_str()), Some(*code));
                assert_eq!(StatusCode::parse(&format!("{code}_")), None);
                if let Some(i) = i.checked_sub(own) {
                    assert_eq!(code.as_str(), format!("EXTRA_CODE_{i}"));
                    assert_eq!(code.description(), format!("Extra {i}."));
                    assert_eq!(format!("{code:?}"), format!("ExtraCode{i}"));
                }
            }
        }
        "#,
    );
    succeed(many.cargo(&["run"]).env("VKYC_STATUSES_TOML", many.path("statuses.toml")));
}

/// What the README says of following a change of the page: a table in the integrator's own
/// repository, named in its cargo configuration.
#[test]
fn a_table_named_in_the_cargo_configuration_is_built_and_followed() {
    let follower = Crate::new("follower", "[dependencies]\nvkyc-status = { @vkyc-status }");
    let table = std::fs::read_to_string(package().join("data/statuses.toml")).unwrap();
    follower.write(
        ".cargo/config.toml",
        "[env]\nVKYC_STATUSES_TOML = { value = \"statuses.toml\", relative = true }\n",
    );
    for renamed in ["USER_WAITING", "USER_STILL_WAITING"] {
        follower.write("statuses.toml", &table.replace("\"USER_QUEUED\"", &format!("{renamed:?}")));
        follower.write(
            "src/main.rs",
            &format!(
                "use vkyc_status::StatusCode;\nfn main() {{\n    \
                 assert!(StatusCode::parse({renamed:?}).is_some());\n    \
                 assert_eq!(StatusCode::parse(\"USER_QUEUED\"), None);\n}}\n"
            ),
        );
        follower.run(&["run"]);
    }
}
