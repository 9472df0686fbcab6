//! How lookup and its generator scale: `cargo run --release`, in this folder; needs GNU `time`.
//!
//! For tables of 33, 1,000 and 10,000 random names: the time of `parse` beside a `match`, hash maps and
//! `phf`, the generator's time, the size of the source, and what it costs rustc.

#[path = "../../support/timer.rs"]
mod timer;
#[path = "../../support/workloads.rs"]
mod workloads;

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use rustc_hash::FxHashMap;
use timer::{Random, print, time};
use workloads::{NONE, method, near_misses, workloads};

macro_rules! size {
    ($module:ident: $count:literal) => {
        mod $module {
            include!(concat!(env!("OUT_DIR"), "/table_", $count, ".rs"));

            pub static PHF: phf::Map<&str, u16> =
                include!(concat!(env!("OUT_DIR"), "/phf_", $count, ".rs"));
        }
    };
}
size!(few: 33);
size!(many: 1000);
size!(lots: 10000);

mod few_matched {
    include!(concat!(env!("OUT_DIR"), "/match_33.rs"));
}
mod many_matched {
    include!(concat!(env!("OUT_DIR"), "/match_1000.rs"));
}

macro_rules! times {
    ($module:ident $(, $matched:ident)?) => {{
        use $module::StatusCode;
        let names: Vec<_> = StatusCode::ALL.iter().map(|code| code.as_str()).collect();
        let places = || names.iter().copied().zip(0..);
        let fx: FxHashMap<&str, usize> = places().collect();
        let std: HashMap<&str, usize> = places().collect();
        let absent = near_misses(&names, &mut Random(7));
        for (what, order, items) in workloads(&names, &absent) {
            let methods = [
                method("parse", order, &items, |item| {
                    StatusCode::parse(item.text).map_or(NONE, |code| code as usize)
                }),
                method("FxHashMap", order, &items, |item| fx.get(item.text).copied().unwrap_or(NONE)),
                method("HashMap", order, &items, |item| std.get(item.text).copied().unwrap_or(NONE)),
                method("phf", order, &items, |item| {
                    $module::PHF.get(item.text).map_or(NONE, |place| usize::from(*place))
                }),
                $(method("match", order, &items, |item| {
                    $matched::by_match(item.text).map_or(NONE, usize::from)
                }),)?
            ];
            let times = time(51, items.len(), &methods);
            print(&format!("{} names, {what}", names.len()), &methods, &times);
        }
    }};
}

/// What the source costs rustc, compiled as a library of its own with optimizations.
fn rustc(what: &str, source: &str) {
    let executable = env::current_exe().unwrap();
    let folder = executable.parent().unwrap();
    let file = folder.join("scaling-cost.rs");
    fs::write(&file, format!("include!({source:?});")).unwrap();
    let library = fs::read_dir(folder.join("deps")).unwrap().map(|file| file.unwrap().path());
    let is_ours = |path: &Path| path.to_string_lossy().contains("libvkyc_status-");
    let library = library
        .filter(|path| is_ours(path) && path.extension().is_some_and(|end| end == "rlib"))
        .max_by_key(|path| fs::metadata(path).unwrap().modified().unwrap());
    let mut time = Command::new("time");
    time.args(["-f", "%U s user, %S s system, %M KB", "rustc", "--edition=2024", "-O"]);
    time.args(["--crate-type=lib", "--crate-name=cost", "--cap-lints=allow", "--out-dir"]);
    time.arg(folder).arg("-L").arg(folder.join("deps")).arg("--extern");
    time.arg(format!("vkyc_status={}", library.unwrap().display())).arg(&file);
    let said = time.output().expect("GNU time is installed").stderr;
    println!("rustc -O, {what}: {}", String::from_utf8_lossy(&said).trim());
}

fn main() {
    times!(few, few_matched);
    times!(many, many_matched);
    times!(lots);
    println!();
    for (count, generated_in) in [
        (33, env!("GENERATED_IN_33")),
        (1_000, env!("GENERATED_IN_1000")),
        (10_000, env!("GENERATED_IN_10000")),
    ] {
        let source = |kind| format!("{}/{kind}_{count}.rs", env!("OUT_DIR"));
        let table = source("table");
        let size = fs::metadata(&table).unwrap().len() / 1024;
        println!("{count} names: generated in {generated_in}, unoptimized; {size} KiB of source");
        rustc("the enums", &table);
        // For 10,000 names, minutes.
        if count < 10_000 || env::args().any(|argument| argument == "--match") {
            rustc("a match on the same names", &source("match"));
        }
    }
}
