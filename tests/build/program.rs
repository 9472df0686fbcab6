//! A program that matches on the enums, and source of another version of the generator.

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

/// So a new code breaks no build, and whoever wants to know of it compiles under the cfg.
#[test]
fn a_match_without_a_wildcard_arm_needs_the_cfg() {
    let files = [("statuses.toml", TABLE), ("src/lib.rs", PROGRAM)];
    let program = Crate::new("exhaustive", "[dependencies]\nvkyc-status = { @library }", &files);
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let check = |flags| {
        // With a target, the flags are not those of the generator, which is then not built again.
        let mut check = program.cargo(&["check", "--target", host.trim()]);
        check.env("VKYC_STATUSES_TOML", program.path("statuses.toml")).env("RUSTFLAGS", flags);
        check
    };
    let (_, said) = fail(&mut check(""));
    assert_eq!(said.matches("error[E0004]: non-exhaustive patterns").count(), 4, "{said}");
    succeed(&mut check("--cfg vkyc_status_exhaustive"));
}

#[test]
fn a_retired_code_warns_where_it_is_named_and_nowhere_else() {
    let source = "#![deny(warnings)]\npub use vkyc_status::*;\npub const CODE: StatusCode = StatusCode::Delivered;";
    let files = [("statuses.toml", TABLE), ("src/lib.rs", source)];
    let program = Crate::new("retired", "[dependencies]\nvkyc-status = { @library }", &files);
    let mut check = program.cargo(&["check"]);
    let (_, said) = fail(check.env("VKYC_STATUSES_TOML", program.path("statuses.toml")));
    let error = "error: use of deprecated unit variant `vkyc_status::StatusCode::Delivered`: \
                 the page was first seen without it on 2026-12-24";
    assert!(said.contains(error), "{said}");
    assert_eq!(said.matches("use of deprecated").count(), 1, "{said}");
}

#[test]
fn source_of_another_version_of_the_generator_is_refused_with_a_sentence() {
    let source = "vkyc_status::__documented!(format 0; Phase, \"phase\", more);\n";
    let files = [("src/lib.rs", source)];
    let other = Crate::new("mismatch", "[dependencies]\nvkyc-status = { @library }", &files);
    let (_, said) = fail(&mut other.cargo(&["check"]));
    let sentence = "error: this source was generated for another version of vkyc-status: \
                    use the same version of vkyc-status and vkyc-status-codegen, and generate it again";
    assert!(said.starts_with(sentence) || said.contains(&format!("\n{sentence}")), "{said}");
    assert_eq!(said.matches("error: ").count(), 2, "{said}");
}
