//! The generator with every option, with as few as there can be, for a table of retired rows only, for
//! the least table, and for tables of many shapes.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use vkyc_status_codegen::Builder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
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

    let (mut modules, mut shapes) = (String::new(), String::new());
    for (shape, names) in shapes_of_tables() {
        let codes: String = names.iter().map(|name| format!("{{ code = \"{name}\" }}, ")).collect();
        let source = builder.clone().text(least.replace("{ code = \"CODE\" }", &codes)).source()?;
        write!(modules, "mod {shape} {{\n{source}\n}}\n")?;
        write!(shapes, "{shape} ")?;
    }
    write!(modules, "every_shape! {{ {shapes}}}")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("shapes.rs"), modules)?;
    Ok(())
}

/// Names of codes.
fn shapes_of_tables() -> Vec<(&'static str, Vec<String>)> {
    let each = |count, name: fn(usize) -> String| (0..count).map(name).collect::<Vec<_>>();
    vec![
        ("one", each(1, letters)),
        ("one_of_a_word", vec!["EIGHTEEN".into()]),
        ("two", vec!["A".into(), "AA".into()]),
        ("shorter_than_a_word", each(90, letters)),
        ("of_every_length", each(60, |i| "A".repeat(i + 1))),
        ("of_one_word", each(90, |i| format!("{:X>8}", letters(i)))),
        ("few", each(33, |i| random(i, 5, 50))),
        ("as_many_as_an_index_has", each(100, |i| random(i, 5, 50))),
        ("one_more", each(101, |i| random(i, 5, 50))),
        ("alike_but_in_the_middle", each(100, |i| format!("ALIKE_AT_{}_BOTH_ENDS", letters(i)))),
        (
            "of_the_greatest_length",
            each(50, |i| random(i, 1, 128) + &"Z".repeat(128))
                .into_iter()
                .map(|name| name[..128].into())
                .collect(),
        ),
        ("too_long", each(50, |i| random(i, 20, 300) + &"Z".repeat(100))),
    ]
}

/// The `i`th text of capital letters.
fn letters(i: usize) -> String {
    let last = char::from(b'A' + (i % 26) as u8);
    if i < 26 { last.into() } else { letters(i / 26 - 1) + &last.to_string() }
}

/// A text of its own for each `i`, in words, of up to `longest` bytes.
fn random(i: usize, shortest: usize, longest: usize) -> String {
    let (mut text, mut word) = (letters(i), i);
    while text.len() < shortest + i * 31 % (longest - shortest) {
        word = word * 7919 % 10_007 + 1;
        text = format!("{text}_{}", letters(word));
    }
    text[..text.len().min(longest)].trim_end_matches('_').to_owned()
}
