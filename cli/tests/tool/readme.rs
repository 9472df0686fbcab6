//! What the README shows and advises.

use std::fs;
use std::path::Path;

use crate::docs_drift::has;
use crate::docs_drift::server::{respond, serve};
use crate::{FILES, copy, shell, text};

#[test]
fn output_in_the_readme_is_what_a_terminal_shows() {
    let folder = copy(FILES);
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

#[test]
fn table_in_the_readme_is_completed_by_the_commands_below_it() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, section) = readme.split_once("## A table of your own").unwrap();
    let mut blocks = section.split("```").skip(1).step_by(2);
    let [table, commands] =
        ["toml\n", "sh\n"].map(|kind| blocks.next().unwrap().strip_prefix(kind));
    let header = "| Sub-status | Description |\n| --- | --- |\n";
    let page = format!(
        "# Status and sub-status reference\n\n### RECEIVED - Request accepted\n\n\
         {header}| `LINK_GENERATED` | The link exists. |\n\n\
         ### CLOSED - Request closed\n\n{header}| `LINK_EXPIRED` | The link has expired. |\n"
    );
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("published.md"), page).unwrap();
    fs::write(folder.path().join("statuses.toml"), table.unwrap()).unwrap();
    let commands = format!("set -e; ADDRESS=file://$PWD/published\n{}", commands.unwrap());
    let output = run(&commands, folder.path());
    assert!(output.ends_with("is in sync with the page: 2 codes in 2 phases.\n"), "{output}");
}

fn run(command: &str, folder: &Path) -> String {
    let output = shell(&format!("{command} 2>&1")).current_dir(folder).output().unwrap();
    text(&output.stdout).to_owned()
}

#[test]
fn script_that_follows_a_page_fails_when_the_page_is_gone() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, script) = readme.split_once("## Follow a page\n").unwrap();
    let script = script.split("```").nth(1).unwrap().strip_prefix("sh\n").unwrap();
    let address = script.lines().find_map(|line| line.strip_prefix("ADDRESS=")).unwrap();
    let page = fs::read_to_string("../data/page.md").unwrap();
    let mut statuses = ["200 OK", "404 Not Found", "200 OK"].into_iter();
    let server = serve(move |_, stream| {
        // In the end, it does not answer.
        if let Some(status) = statuses.next() {
            respond(stream, status, page.len(), &page);
        }
    });
    let script = script.replace(address, &(server + "/page"));
    let folder = copy(FILES);
    for ends_well in [true, false, true, false, false] {
        let mut shell = shell(&script);
        let output = shell.current_dir(&folder).env("NO_PROXY", "127.0.0.1").output().unwrap();
        let said = text(&output.stdout);
        assert_eq!(output.status.success(), ends_well, "{said}{}", text(&output.stderr));
        assert_eq!(said.contains("in sync"), ends_well, "{said}");
    }
}
