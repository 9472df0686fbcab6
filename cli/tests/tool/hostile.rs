//! Pages whose words want to be more than words: commands to a terminal, to GitHub, to a workflow.

use std::fs;

use pulldown_cmark::{Event, Options, Parser, Tag};
use vkyc_status_codegen::text::is_invisible;

use crate::{IN_SYNC, TABLE, text, tool};

const WORDS: [&str; 6] = [
    "::error file=x::pwned",
    "##[error]pwned and ##[group]more",
    "@octocat and team@example.com see #1, GH-1, octo/repo#2",
    "https://example.com www.example.com <https://example.com>",
    "red \u{1b}[31m \u{9b}31m bidi \u{202e} zero \u{200b} bell \u{7}",
    "&#x1b;[31m &#x202e; &#155;31m <!-- x --> <script>x</script> ![i](u)",
];

/// What the tool writes when it runs with these arguments on a page with these words.
fn run(words: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.md");
    let in_sync = fs::read_to_string(IN_SYNC).unwrap();
    let drifted = in_sync
        .replace("The call has started.", &format!("{words} "))
        .replace("An agent has started the review.", &format!("An agent has started {words}"));
    fs::write(&page, drifted).unwrap();
    let output = tool(args).args(["--table", TABLE]).arg(&page).output().unwrap();
    assert!(matches!(output.status.code(), Some(1 | 2)), "{words}: {output:?}");
    [text(&output.stdout), text(&output.stderr)].concat()
}

/// Whether a terminal may take `c` for a command, or hide words with it.
fn is_harmful(c: char) -> bool {
    c != '\n' && is_invisible(c)
}

#[test]
fn no_command_to_a_terminal_or_a_workflow_is_written() {
    let formats = ["text", "json", "github", "markdown", "changelog"];
    let mut commands = formats.map(|format| vec!["check", "--format", format]).to_vec();
    commands.push(vec!["sync", "--dry-run"]);
    for (words, command) in WORDS.iter().flat_map(|words| commands.iter().map(move |c| (words, c)))
    {
        let written = run(words, command);
        assert!(!written.contains(is_harmful), "{command:?}: {written:?}");
        for line in written.lines() {
            let own = ["::error file=tests/", "::warning file=tests/", "::notice file=tests/"];
            let is_own = command.contains(&"github") && own.iter().any(|own| line.starts_with(own));
            assert!(is_own || !line.trim_start().starts_with("::"), "{command:?}: {line}");
            assert!(is_own || !line.contains("##["), "{command:?}: {line}");
        }
    }
}

#[test]
fn words_in_markdown_neither_link_nor_notify() {
    for words in WORDS {
        for format in ["markdown", "changelog"] {
            let report = run(words, &["check", "--format", format]);
            for event in Parser::new_ext(&report, Options::all()) {
                match event {
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        assert_eq!(&*dest_url, "https://example.com/statuses", "{report}");
                    }
                    Event::Start(Tag::Image { .. }) => panic!("{report}"),
                    Event::InlineHtml(html) | Event::Html(html) => {
                        assert!(["<br>", "<!-- -->"].contains(&html.trim()), "{html}: {report}");
                    }
                    _ => {}
                }
            }
            // What GitHub would look for without the escapes, if no comment were in between.
            let plain = report.replace('\\', "");
            for mark in ["@octocat", "@example", "#1", "GH-1", "repo#2", "www.example"] {
                assert!(!plain.contains(mark), "{mark}: {report}");
            }
            assert_eq!(plain.matches("://").count(), usize::from(format == "markdown"), "{report}");
        }
    }
}
