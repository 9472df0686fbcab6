//! Writes a module for each shape of table, and a list of them.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use vkyc_status_codegen::Builder;

mod table;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(vkyc_status_exhaustive)");
    let (mut modules, mut shapes) = (String::new(), String::new());
    for (shape, names) in shapes_of_tables() {
        let source = Builder::new(shape).text(table::of(&names)).source()?;
        write!(modules, "mod {shape} {{\n{source}\n}}\n")?;
        write!(shapes, "{shape} ")?;
    }
    write!(modules, "every_shape! {{ {shapes}}}")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("shapes.rs"), modules)?;
    Ok(())
}

fn shapes_of_tables() -> Vec<(&'static str, Vec<String>)> {
    let each = |count, name: fn(usize) -> String| (0..count).map(name).collect::<Vec<_>>();
    vec![
        ("one", each(1, letters)),
        ("one_of_a_word", vec!["EIGHTEEN".into()]),
        ("two", vec!["A".into(), "AA".into()]),
        ("shorter_than_a_word", each(300, letters)),
        ("of_every_length", each(60, |i| "A".repeat(i + 1))),
        ("of_one_word", each(300, |i| format!("{:X>8}", letters(i)))),
        ("few", each(33, |i| random(i, 5, 50))),
        ("sixty_four", each(64, |i| random(i, 8, 50))),
        ("many", each(257, |i| random(i, 5, 50))),
        ("as_many_as_an_index_has", each(512, |i| random(i, 5, 50))),
        ("one_more", each(513, |i| random(i, 5, 50))),
        ("few_alike_but_in_the_middle", each(33, |i| format!("ALIKE_AT_{}_BOTH_ENDS", letters(i)))),
        (
            "many_alike_but_in_the_middle",
            each(500, |i| format!("ALIKE_AT_{}_BOTH_ENDS", letters(i))),
        ),
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
    let mut state = i as u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (state >> 33) as usize % limit
    };
    let len = shortest + below(longest - shortest + 1);
    let mut text = letters(i);
    while text.len() < len {
        let ends_word = text.len() + 1 < len && !text.ends_with('_') && below(6) == 0;
        text.push(if ends_word { '_' } else { char::from(b'A' + below(26) as u8) });
    }
    text
}
