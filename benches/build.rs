//! Writes a call of the macro `peers` for each enum of the library's table.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use vkyc_status_codegen::{Table, Text};

const TABLE: &str = "../data/statuses.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={TABLE}");
    let table = Table::parse(TABLE, &fs::read_to_string(TABLE)?)?;
    let enums: [(&str, Vec<&Text>); 3] = [
        ("phases", table.phases.iter().map(|row| &row.status).collect()),
        ("codes", table.codes().map(|row| &row.code).collect()),
        ("actions", table.actions.iter().map(|row| &row.id).collect()),
    ];
    let mut source = String::new();
    for (module, names) in enums {
        let variants = names.iter().enumerate().map(|(i, name)| format!("V{i} {:?}\n", &***name));
        writeln!(source, "peers! {{\n{module}:\n{}}}", variants.collect::<String>())?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("peers.rs"), source)?;
    Ok(())
}
