//! Generates tables of 33, 1,000 and 10,000 codes, and beside each a plain `match` and a `phf` map of
//! the same names.

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use vkyc_status::codegen;

#[path = "../../tests/build/shapes/table.rs"]
mod table;
#[path = "../support/timer.rs"]
mod timer;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    for count in [33, 1_000, 10_000] {
        let names = random_names(count);
        let start = Instant::now();
        let source = codegen::generate("statuses.toml", &table::of(&names), None)?;
        println!("cargo::rustc-env=GENERATED_IN_{count}={:?}", start.elapsed());
        let arms = arms(&names);
        let matching = format!(
            "pub fn by_match(text: &str) -> Option<u16> {{ Some(match text {{ {arms} _ => return None }}) }}"
        );
        for (kind, source) in
            [("table", source), ("match", matching), ("phf", format!("phf::phf_map! {{ {arms} }}"))]
        {
            fs::write(Path::new(&out).join(format!("{kind}_{count}.rs")), source)?;
        }
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

/// `"NAME" => place,` for each.
fn arms(names: &[String]) -> String {
    let arm = |(place, name): (usize, &String)| format!("{name:?} => {place},\n");
    names.iter().enumerate().map(arm).collect()
}
