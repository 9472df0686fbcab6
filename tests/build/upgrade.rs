//! What another table does to code that was written against this one: a new code compiles, and a
//! removed one breaks where it is named.

use std::fs;

use vkyc_status::Phase;

use crate::workspace::{Crate, output, package, succeed};

/// A program that names a code and has the wildcard arm that `#[non_exhaustive]` asks for.
fn program() -> Crate {
    let program = Crate::new("upgrade", "[dependencies]\nvkyc-status = { @vkyc-status }");
    program.write(
        "src/lib.rs",
        r"
        #![deny(warnings)]

        use vkyc_status::{Open, StatusCode};

        pub fn is_over(code: &Open<StatusCode>) -> bool {
            match code {
                Open::Known(StatusCode::VkycExpired) => true,
                Open::Known(StatusCode::UserQueued | StatusCode::UserDroppedOff) => false,
                _ => false,
            }
        }
        ",
    );
    program
}

#[test]
fn a_match_compiles_with_a_new_code_and_breaks_without_a_named_one() {
    let program = program();
    program.run(&["check"]);

    let table = fs::read_to_string(package().join("data/statuses.toml")).unwrap();
    let added = format!(
        "{table}\n[[phase.code]]\ncode = \"AUDITOR_ASKED_AGAIN\"\ndescription = \"New.\"\n\
         recommended_action = \"Wait\"\nactions = [\"retry\"]\n"
    );
    program.write("added.toml", &added);
    succeed(program.cargo(&["check"]).env("VKYC_STATUSES_TOML", program.path("added.toml")));

    program.write("removed.toml", &table.replace("\"USER_QUEUED\"", "\"USER_WAITING\""));
    let mut check = program.cargo(&["check"]);
    let (output, said) = output(check.env("VKYC_STATUSES_TOML", program.path("removed.toml")));
    assert!(!output.status.success());
    assert!(said.contains("error[E0599]: no variant"), "{said}");
    assert!(said.contains("named `UserQueued` found"), "{said}");
}

#[test]
fn a_match_without_a_wildcard_arm_is_refused() {
    let closed = Crate::new("closed", "[dependencies]\nvkyc-status = { @vkyc-status }");
    let every: Vec<_> = Phase::ALL.iter().map(|phase| format!("Phase::{phase:?}")).collect();
    closed.write(
        "src/lib.rs",
        &format!(
            "use vkyc_status::Phase;\npub fn all(phase: Phase) {{ match phase {{ {} => () }} }}",
            every.join(" | ")
        ),
    );
    let (output, said) = output(&mut closed.cargo(&["check"]));
    assert!(!output.status.success());
    assert!(said.contains("error[E0004]: non-exhaustive patterns"), "{said}");
}
