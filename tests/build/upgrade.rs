//! What another table does to code that was written against this one: a new code compiles, a retired
//! one warns where it is named, and a removed one breaks there.

use crate::workspace::{Crate, TABLE, edited, fail, succeed};

/// A program that names codes and has the wildcard arm that `#[non_exhaustive]` asks for.
fn program() -> Crate {
    let program = Crate::new("upgrade", "[dependencies]\nvkyc-status = { @library }");
    program.write(
        "src/lib.rs",
        r"
        #![deny(warnings)]

        use vkyc_status::{Open, StatusCode};

        pub fn is_waiting(code: &Open<StatusCode>) -> bool {
            match code {
                Open::Known(StatusCode::InTransit) => true,
                Open::Known(StatusCode::AtCustoms) => false,
                _ => false,
            }
        }
        ",
    );
    program.write("statuses.toml", TABLE);
    program
}

#[test]
fn a_match_compiles_with_a_new_code_and_warns_of_a_retired_one_where_it_is_named() {
    let program = program();
    succeed(&mut program.with_table(&["check"], "statuses.toml"));

    let (row, rest) = TABLE.split_once("[[phase.code]]").unwrap();
    let added = format!(
        "{row}[[phase.code]]\ncode = \"WEIGHED\"\ndescription = \"New.\"\nrecommended_action = \"Wait\"\n\
         customer_text = \"New.\"\nactions = [\"wait\"]\noutcome = \"open\"\n\n[[phase.code]]{rest}"
    );
    program.write("added.toml", &added);
    succeed(&mut program.with_table(&["check"], "added.toml"));

    let retire = "actions = [\"call\", \"wait\"]\n";
    program.write("retired.toml", &edited(retire, &format!("{retire}retired = 2027-01-31\n")));
    let said = fail(&mut program.with_table(&["check"], "retired.toml"));
    let error = "error: use of deprecated unit variant `vkyc_status::StatusCode::AtCustoms`: \
                 the page was first seen without it on 2027-01-31";
    assert!(said.contains(error), "{said}");
    assert_eq!(said.matches("use of deprecated").count(), 1, "{said}");

    program.write("removed.toml", &TABLE.replace("AT_CUSTOMS", "IN_CUSTOMS"));
    let said = fail(&mut program.with_table(&["check"], "removed.toml"));
    assert!(said.contains("error[E0599]: no variant"), "{said}");
    assert!(said.contains("named `AtCustoms` found"), "{said}");
}

#[test]
fn source_of_another_version_of_the_generator_is_refused_with_a_sentence() {
    let other = Crate::new("mismatch", "[dependencies]\nvkyc-status = { @library }");
    other.write("src/lib.rs", "vkyc_status::__documented!(format 0; Phase, \"phase\", more);\n");
    let said = fail(&mut other.cargo(&["check"]));
    let sentence = "error: this source was generated for another version of vkyc-status: \
                    use the same version of vkyc-status and vkyc-status-codegen, and generate it again";
    assert!(said.starts_with(sentence) || said.contains(&format!("\n{sentence}")), "{said}");
    assert_eq!(said.matches("error: ").count(), 2, "{said}");
}
