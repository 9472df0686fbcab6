//! How the lookup and the generator scale, for tables of 33, 1,000 and 10,000 random names: the time
//! of `parse` beside a `match`, hash maps and `phf`, the generator's time, the size of the source, and
//! what it costs rustc.
//!
//! ```sh
//! cargo bench -p vkyc-status-benches --bench scaling                  # minutes; needs GNU time
//! cargo bench -p vkyc-status-benches --bench scaling -- rustc         # only what the source costs
//! ```

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;
use vkyc_status_benches::package::{Cost, Package, cost};
use vkyc_status_benches::scaling::{arms, random_names, table};
use vkyc_status_codegen::Builder;

const RUNS: usize = 5;
/// A `match` on more names takes rustc minutes.
const MOST_MATCHED: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let package = Package::new(
        env!("CARGO_TARGET_TMPDIR"),
        "scaling",
        r#"
        phf = { version = "0.14", default-features = false, features = ["macros"] }
        vkyc-status = { path = "{root}" }
        vkyc-status-benches = { path = "{root}/benches" }
        "#,
    )?;
    let counts = [33, 1_000, 10_000];
    for count in counts {
        let names = random_names(count);
        let builder = Builder::new("statuses.toml").text(table(&names));
        let start = Instant::now();
        let source = builder.source()?;
        println!(
            "{count} codes: generated in {:?}, {} KB of source",
            start.elapsed(),
            source.len() / 1000
        );
        package.write(&format!("table_{count}.rs"), &source)?;
        package.write(&format!("match_{count}.rs"), &by_match(&names))?;
        package.write(&format!("src/bin/names_{count}.rs"), &program(count, &names))?;
    }
    let only_rustc = env::args().any(|argument| argument == "rustc");
    let library = build_library(&package)?;
    for count in counts {
        let source = |kind| package.path(&format!("{kind}_{count}.rs"));
        println!("{count} codes, rustc -O: the enums {}", compile(&library, &source("table"))?);
        if count <= MOST_MATCHED {
            println!(
                "{count} codes, rustc -O: a match on the names {}",
                compile(&library, &source("match"))?
            );
        }
    }
    if !only_rustc {
        for count in counts {
            let bin = format!("names_{count}");
            let status = package.cargo(&["run", "--release", "--quiet", "--bin", &bin]).status()?;
            if !status.success() {
                return Err(format!("{bin}: {status}").into());
            }
        }
    }
    Ok(())
}

fn by_match(names: &[String]) -> String {
    format!(
        "pub fn by_match(text: &str) -> Option<u16> {{\nSome(match text {{\n{}_ => return None\n}})\n}}",
        arms(names)
    )
}

/// A program that prints the times of a lookup in the table of that many names.
fn program(count: usize, names: &[String]) -> String {
    let (matched, by_match) = if count <= MOST_MATCHED {
        (format!("include!(\"../../match_{count}.rs\");"), "Some(&by_match)")
    } else {
        (String::new(), "None::<&fn(&str) -> _>")
    };
    format!(
        r#"
        {matched}
        mod table {{ include!("../../table_{count}.rs"); }}
        static PHF: phf::Map<&str, u16> = phf::phf_map! {{ {} }};
        fn main() {{
            let names: Vec<_> = table::StatusCode::ALL.iter().map(|code| code.as_str()).collect();
            let parse = |text: &str| table::StatusCode::parse(text).map(|code| code as usize);
            vkyc_status_benches::scaling::print_times(&names, parse, &PHF, {by_match});
        }}
        "#,
        arms(names)
    )
}

/// Builds the library as the package uses it, and returns its file.
fn build_library(package: &Package) -> Result<PathBuf, Box<dyn Error>> {
    let format = "--message-format=json-render-diagnostics";
    let mut cargo = package.cargo(&["build", "--release", "-p", "vkyc-status", format]);
    let output = cargo.stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the library cannot be built".into());
    }
    let messages = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let mut libraries = messages.filter(|message| message["target"]["name"] == "vkyc_status");
    let file = libraries.find_map(|message| message["filenames"][0].as_str().map(PathBuf::from));
    file.ok_or_else(|| "Cargo built no library `vkyc_status`".into())
}

/// What it costs rustc to compile a file as a library with optimizations: the least of several runs.
fn compile(library: &Path, source: &Path) -> Result<String, Box<dyn Error>> {
    let folder = library.parent().ok_or("no folder of the library")?;
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--edition=2024", "-O", "--crate-type=lib", "--cap-lints=allow", "--out-dir"])
        .arg(folder);
    rustc.arg("-L").arg(folder.join("deps")).arg("--extern");
    rustc.arg(format!("vkyc_status={}", library.display())).arg(source);
    let costs = (0..RUNS).map(|_| cost(&rustc)).collect::<Result<Vec<_>, _>>()?;
    let least = |figure: fn(&Cost) -> f64| costs.iter().map(figure).fold(f64::MAX, f64::min);
    Ok(format!(
        "{:.2} s wall, {:.2} s CPU, {:.0} MB",
        least(|cost| cost.wall),
        least(|cost| cost.cpu),
        least(|cost| cost.memory)
    ))
}
