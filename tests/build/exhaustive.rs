//! A `match` without a wildcard arm is refused; under `--cfg vkyc_status_exhaustive`, it compiles if it
//! names every variant.

use std::process::Command;

use crate::workspace::{Crate, TABLE, fail, succeed};

const PROGRAM: &str = r"
    #![deny(warnings)]
    #![allow(deprecated)]

    use vkyc_status::{Action, Outcome, Phase, StatusCode};

    pub fn number(phase: Phase, code: StatusCode, action: Action, outcome: Outcome) -> u32 {
        let phase = match phase { Phase::Shipped => 1, Phase::Ended => 2 };
        let code = match code {
            StatusCode::InTransit => 1,
            StatusCode::AtCustoms => 2,
            StatusCode::Delivered => 3,
        };
        let action = match action { Action::Wait => 1, Action::Call => 2 };
        let outcome = match outcome { Outcome::Open => 1, Outcome::Closed => 2 };
        phase + code + action + outcome
    }
";

#[test]
fn a_match_without_a_wildcard_arm_needs_the_cfg_and_every_variant() {
    let program = Crate::new("exhaustive", "[dependencies]\nvkyc-status = { @library }");
    program.write("statuses.toml", TABLE);
    let host = host();
    let check = |flags| {
        // With a target, the flags are not those of the generator, which is then not built again.
        let mut check = program.with_table(&["check", "--target", &host], "statuses.toml");
        check.env("RUSTFLAGS", flags);
        check
    };
    program.write("src/lib.rs", PROGRAM);
    let said = fail(&mut check(""));
    assert_eq!(said.matches("error[E0004]: non-exhaustive patterns").count(), 4, "{said}");
    succeed(&mut check("--cfg vkyc_status_exhaustive"));

    for (arm, missing) in [
        (", Phase::Ended => 2", "Phase::Ended"),
        ("StatusCode::AtCustoms => 2,", "StatusCode::AtCustoms"),
        (", Action::Call => 2", "Action::Call"),
        (", Outcome::Closed => 2", "Outcome::Closed"),
    ] {
        assert!(PROGRAM.contains(arm));
        program.write("src/lib.rs", &PROGRAM.replace(arm, ""));
        let said = fail(&mut check("--cfg vkyc_status_exhaustive"));
        assert!(
            said.contains(&format!("non-exhaustive patterns: `{missing}` not covered")),
            "{said}"
        );
    }
}

fn host() -> String {
    let version = Command::new(env!("CARGO")).arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}
