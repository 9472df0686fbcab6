//! Generates tables of 33, 1,000 and 10,000 codes, and beside each a plain `match` and a `phf` map of the same.

use std::collections::HashSet;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use vkyc_status::codegen;

#[path = "../support/timer.rs"]
mod timer;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    for count in [33, 1_000, 10_000] {
        let names = random_names(count);
        let start = Instant::now();
        let source = codegen::generate("statuses.toml", &table(&names), None)?;
        println!("cargo::rustc-env=GENERATED_IN_{count}={:?}", start.elapsed());
        fs::write(Path::new(&out).join(format!("table_{count}.rs")), source)?;
        fs::write(Path::new(&out).join(format!("match_{count}.rs")), matching(&names))?;
        fs::write(Path::new(&out).join(format!("phf_{count}.rs")), perfect(&names))?;
    }
    Ok(())
}

/// Capital words of 1 to 9 letters, 5 to 50 bytes together.
fn random_names(count: usize) -> Vec<String> {
    let mut random = timer::Random(count as u64);
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    while names.len() < count {
        let len = 5 + random.below(46);
        let mut name = String::new();
        while name.len() < len {
            if !name.is_empty() {
                name.push('_');
            }
            for _ in 0..=random.below(9) {
                name.push(char::from(b'A' + random.below(26) as u8));
            }
        }
        name.truncate(len);
        let name = name.trim_end_matches('_').to_owned();
        if name.len() >= 5 && seen.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

fn table(names: &[String]) -> String {
    let mut table = String::from(
        "source = { title = \"T\", url = \"https://example.com\", retrieved = 2026-01-01 }\n\
         action = [{ id = \"do\", summary = \"Do.\" }]\n\
         [[phase]]\nstatus = \"PHASE\"\ntitle = \"P\"\n",
    );
    for name in names {
        let row = "description = \"D\"\nrecommended_action = \"R\"\nactions = [\"do\"]";
        write!(table, "[[phase.code]]\ncode = \"{name}\"\n{row}\n").unwrap();
    }
    table
}

fn matching(names: &[String]) -> String {
    let mut source =
        String::from("pub fn by_match(text: &str) -> Option<u16> {\nSome(match text {\n");
    for (i, name) in names.iter().enumerate() {
        writeln!(source, "{name:?} => {i},").unwrap();
    }
    source + "_ => return None,\n})\n}\n"
}

fn perfect(names: &[String]) -> String {
    let mut source = String::from("phf::phf_map! {\n");
    for (i, name) in names.iter().enumerate() {
        writeln!(source, "{name:?} => {i}_usize,").unwrap();
    }
    source + "}\n"
}
