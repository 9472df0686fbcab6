//! The generator with every option, with as few as there can be, for a table of retired rows only, for
//! the least table, and for one of many codes.

use std::fs;

use vkyc_status_codegen::Builder;

fn main() -> std::io::Result<()> {
    let builder = Builder::new("statuses.toml").runtime("::kyc");
    builder.clone().build();
    builder.clone().examples("second::statuses").output("with_examples.rs").build();

    let table = fs::read_to_string("statuses.toml")?;
    let listed: Vec<_> = table.lines().filter(|line| !line.starts_with("retired")).collect();
    let mut retired = listed.join("\n");
    for header in ["[[phase]]", "[[phase.code]]"] {
        retired = retired.replace(header, &format!("{header}\nretired = 2026-06-01"));
    }
    builder.clone().text(retired).output("retired.rs").build();

    let least = r#"
        source = { title = "T", url = "https://example.com", retrieved = 2026-01-01 }
        column = [{ name = "code", header = "Code" }]
        phase = [{ status = "PHASE", title = "A phase", code = [{ code = "CODE" }] }]
    "#;
    builder.clone().text(least).output("least.rs").build();

    // More names than an index has.
    let codes: String = (0..101).map(|i| format!("{{ code = \"CODE_{i}\" }}, ")).collect();
    builder.text(least.replace("{ code = \"CODE\" }", &codes)).output("many.rs").build();
    Ok(())
}
