//! The output in the README is the tool's, in a folder with the files of `tests/readme`.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn output_in_the_readme_is_what_a_terminal_shows() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir("tests/readme").unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
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
    let tool = Path::new(env!("CARGO_BIN_EXE_vkyc-status")).parent().unwrap();
    let path = format!("{}:{}", tool.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", &format!("{command} 2>&1")]).current_dir(folder);
    String::from_utf8(shell.env("PATH", path).output().unwrap().stdout).unwrap()
}
