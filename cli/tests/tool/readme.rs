//! The output in the README is the tool's, in a folder with the files of the tests of `check`.

use std::fs;
use std::path::Path;

use crate::{copy, shell, text};

#[test]
fn output_in_the_readme_is_what_a_terminal_shows() {
    let folder = copy("tests/cmd/check.in");
    let readme = fs::read_to_string("README.md").unwrap();
    let mut updated = String::new();
    let mut rest = readme.as_str();
    while let Some((before, block)) = rest.split_once("```console\n$ ") {
        let (block, after) = block.split_once("```\n").unwrap();
        let command = block.lines().next().unwrap();
        let output = run(command, folder.path());
        updated += before;
        updated += "```console\n$ ";
        updated += &[command, "\n", &output, "```\n"].concat();
        rest = after;
    }
    updated += rest;
    if std::env::var_os("README").is_some_and(|value| value == "overwrite") {
        fs::write("README.md", updated).unwrap();
    } else {
        assert!(updated == readme, "run with README=overwrite, and read the difference");
    }
}

fn run(command: &str, folder: &Path) -> String {
    let output = shell(&format!("{command} 2>&1")).current_dir(folder).output().unwrap();
    text(&output.stdout).to_owned()
}
