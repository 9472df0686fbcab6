//! The tool as a person runs it. Each file of `cmd` was read before its output was accepted with
//! `TRYCMD=overwrite`.

#[test]
fn commands_print_what_they_promise() {
    trycmd::TestCases::new().case("tests/cmd/*.md");
}
