//! The rules of `compare` and `sync`, one by one, each on a table and a page as small as it can be.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use vkyc_status_cli::change::{Change, Kind};
use vkyc_status_cli::compare::compare;
use vkyc_status_cli::page::{Page, PageCode, PagePhase};
use vkyc_status_cli::sync::{self, Update};
use vkyc_status_codegen::Table;

const DAY: Date = date(2026, 12, 1);

const HEAD: &str = "[source]\ntitle = 'T'\nurl = 'https://example.com'\nretrieved = 2026-11-22\n\n\
    [[column]]\nname = 'code'\nheader = 'Status code'\n\n\
    [[column]]\nname = 'description'\nheader = 'Description'\ndoc = 'D.'\n\n\
    [[action]]\nid = 'wait'\nsummary = 'Wait.'\n\n[[outcome]]\nid = 'on'\nsummary = 'It goes on.'\n";

/// A phase of a table: its status, lines of its own, and its codes with lines of their own.
fn phase(status: &str, more: &str, codes: &[(&str, &str, &str)]) -> String {
    let mut text = format!("\n[[phase]]\nstatus = '{status}'\ntitle = 'Title of {status}'\n{more}");
    for (code, description, more) in codes {
        let _ = write!(
            text,
            "\n[[phase.code]]\ncode = '{code}'\ndescription = '{description}'\n\
             actions = ['wait']\noutcome = 'on'\n{more}"
        );
    }
    text
}

/// A page with these phases, each with its codes and their descriptions.
fn page(phases: &[(&str, &[(&str, &str)])]) -> Page {
    let code = |(code, text): &(&str, &str)| PageCode {
        code: (*code).to_owned(),
        texts: vec![Some((*text).to_owned())],
        added: Vec::new(),
        line: 1,
    };
    let phases = phases.iter().map(|(status, codes)| PagePhase {
        status: (*status).to_owned(),
        title: format!("Title of {status}"),
        codes: codes.iter().map(code).collect(),
        line: 1,
    });
    Page { phases: phases.collect(), ..Page::default() }
}

fn table(text: &str) -> Table {
    Table::parse_draft("statuses.toml", text).unwrap()
}

fn changes(toml: &str, page: &Page) -> Vec<Change> {
    compare(&table(toml), page).changes
}

/// The kind, phase and code of each change.
fn events(changes: &[Change]) -> Vec<(Kind, &str, Option<&str>)> {
    changes
        .iter()
        .map(|c| (c.kind.clone(), c.phase.as_deref().unwrap(), c.code.as_deref()))
        .collect()
}

fn update(toml: &str, page: &Page) -> vkyc_status_cli::Result<Update> {
    let table = table(toml);
    sync::update("statuses.toml", toml, &table, page, &compare(&table, page), DAY)
}

fn updated(toml: &str, page: &Page) -> String {
    update(toml, page).unwrap().text
}

#[test]
fn rename_hints_name_each_removed_row_once_and_prefer_its_phase() {
    let toml = HEAD.to_owned()
        + &phase(
            "ONE",
            "",
            &[
                ("A_OLD", "Same words", ""),
                ("A_RETIRED", "Same words", "retired = 2026-01-01\n"),
                ("A_STAYS", "Stays", ""),
            ],
        )
        + &phase("TWO", "", &[("B_OLD", "Same words", ""), ("B_STAYS", "Stays here", "")]);
    let page = page(&[
        ("ONE", &[("A_STAYS", "Stays"), ("A_NEW", "`Same` words"), ("A_OTHER", "Same words")]),
        ("TWO", &[("B_STAYS", "Stays here"), ("B_NEW", "Same words")]),
    ]);
    let hints: Vec<_> = changes(&toml, &page)
        .into_iter()
        .filter(|change| change.kind == Kind::CodeAdded)
        .map(|change| (change.code.unwrap(), change.renamed_from))
        .collect();
    let expected = [("A_NEW", Some("A_OLD")), ("A_OTHER", None), ("B_NEW", Some("B_OLD"))];
    assert_eq!(hints, expected.map(|(code, from)| (code.to_owned(), from.map(str::to_owned))));
}

#[test]
fn phase_whose_codes_moved_together_is_renamed() {
    let codes = [("A_ONE", "One", ""), ("A_TWO", "Two", ""), ("A_THREE", "Three", "")];
    let toml =
        HEAD.to_owned() + &phase("OLD", "", &codes) + &phase("REST", "", &[("B_ONE", "B", "")]);
    let page = page(&[
        ("NEW", &[("A_ONE", "One"), ("A_TWO", "Two")]),
        ("REST", &[("B_ONE", "B"), ("A_THREE", "Three")]),
    ]);
    let changes = changes(&toml, &page);
    let added = changes.iter().find(|change| change.kind == Kind::PhaseAdded).unwrap();
    assert_eq!(added.renamed_from.as_deref(), Some("OLD"));
}

#[test]
fn retired_rows_are_no_change_until_they_return() {
    let retired = "retired = 2026-01-01\n";
    let toml = HEAD.to_owned()
        + &phase("ONE", "", &[("A_ONE", "One", ""), ("A_TWO", "Two", retired)])
        + &phase("GONE", retired, &[("B_ONE", "B", retired), ("B_TWO", "B too", "")]);
    let without = page(&[("ONE", &[("A_ONE", "One")])]);
    assert_eq!(changes(&toml, &without), []);

    let with = page(&[
        ("ONE", &[("A_ONE", "One"), ("B_ONE", "B")]),
        ("GONE", &[("A_TWO", "Two reworded")]),
    ]);
    let found = changes(&toml, &with);
    let expected = [
        (Kind::CodeMoved, "ONE", Some("B_ONE")),
        (Kind::CodeReturned, "ONE", Some("B_ONE")),
        (Kind::CodeMoved, "GONE", Some("A_TWO")),
        (Kind::CodeReturned, "GONE", Some("A_TWO")),
        (Kind::Reworded("description".to_owned()), "GONE", Some("A_TWO")),
    ];
    assert_eq!(events(&found), expected);

    // The phase is on the page again; of its codes, the one without a day of its own keeps the
    // phase's.
    let table = table(&updated(&toml, &with));
    assert!(table.phases.iter().all(|phase| phase.retired.is_none()));
    let retired = table.codes().filter(|row| row.retired.is_some());
    let retired: Vec<_> = retired.map(|row| &*row.code).collect();
    assert_eq!(retired, ["B_TWO"]);
}

#[test]
fn phase_that_loses_all_its_codes_to_others_is_retired_empty() {
    let toml = HEAD.to_owned()
        + &phase("ONE", "", &[("A_ONE", "One", "")])
        + &phase("TWO", "", &[("B_ONE", "B", "")]);
    let page = page(&[("ONE", &[("A_ONE", "One"), ("B_ONE", "B")])]);
    let table = table(&updated(&toml, &page));
    assert!(table.phases[1].retired.is_some() && table.phases[1].codes.is_empty());
    assert_eq!(table.phases[0].codes.len(), 2);
}

#[test]
fn accepted_difference_counts_only_while_the_page_says_it() {
    let accepted = "\n[[accepted]]\ncode = 'A_ONE'\ncolumn = 'description'\npage = 'Oen'\n\
        reason = 'Misspelt.'\n";
    let toml = HEAD.to_owned() + &phase("ONE", "", &[("A_ONE", "One", "")]) + accepted;
    let misspelt = page(&[("ONE", &[("A_ONE", "` Oen `")])]);
    let comparison = compare(&table(&toml), &misspelt);
    assert_eq!((comparison.changes.len(), comparison.stale.len()), (0, 0));
    assert_eq!(comparison.accepted[0].1, "Misspelt.");
    assert_eq!(updated(&toml, &misspelt), toml);

    let corrected = page(&[("ONE", &[("A_ONE", "One")])]);
    let comparison = compare(&table(&toml), &corrected);
    assert_eq!((comparison.changes.len(), comparison.stale.len()), (0, 1));
    let text = updated(&toml, &corrected);
    assert!(!text.contains("accepted") && text.contains("'One'"), "{text}");

    let reworded = page(&[("ONE", &[("A_ONE", "Number one")])]);
    let comparison = compare(&table(&toml), &reworded);
    assert_eq!((comparison.changes.len(), comparison.stale.len()), (1, 1));
    let text = updated(&toml, &reworded);
    assert!(!text.contains("accepted") && text.contains("\"Number one\""), "{text}");
}

#[test]
fn rows_that_describe_nothing_on_the_page_are_removed() {
    let row = phase("ONE", "", &[("A_ONE", "One", "")]);
    let accepted = "\n# A section.\n\n[[accepted]]\ntext = 'X_ID'\nreason = 'R'\n\n\
        [[accepted]]\nheader = 'Notes'\nreason = 'R'\n";
    let pairs = "\n[[pair]]\nstatus = 'NEW'\ncode = 'A_ONE'\nreason = 'R'\n\n\
        [[pair]]\nstatus = 'OLD'\ncode = 'A_ONE'\nreason = 'R'\n";
    let toml = [HEAD, &row, accepted, pairs].concat();
    let mut same = page(&[("ONE", &[("A_ONE", "One")])]);
    same.used.extend([0, 1]);
    assert_eq!(updated(&toml, &same), toml);

    let mut moved = page(&[("NEW", &[("A_ONE", "One")])]);
    moved.used.insert(1);
    let table = table(&updated(&toml, &moved));
    assert_eq!(table.pairs.iter().map(|pair| &*pair.status).collect::<Vec<_>>(), ["OLD"]);
    assert_eq!(table.accepted.len(), 1);
}

#[test]
fn new_column_is_declared_and_filled_in() {
    let toml = HEAD.to_owned()
        + &phase("ONE", "", &[("A_ONE", "One", ""), ("A_TWO", "Two", "retired = 2026-01-01\n")]);
    let mut page = page(&[("ONE", &[("A_ONE", "One"), ("A_NEW", "New")])]);
    page.added_columns = vec!["Type".to_owned(), "Next *step*".to_owned(), "2".to_owned()];
    for code in &mut page.phases[0].codes {
        code.added =
            ["type", "step", "two"].map(|text| format!("{text} of {}", code.code)).to_vec();
    }
    let found = compare(&table(&toml), &page).changes;
    let columns: Vec<_> = found.iter().filter(|change| change.kind == Kind::ColumnAdded).collect();
    assert_eq!(columns.len(), 3);
    assert!(columns[0].after.as_deref() == Some("Type") && columns[0].phase.is_none());

    let table = table(&updated(&toml, &page));
    let names: Vec<_> = table.texts().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["description", "type_text", "next_step", "column2"]);
    assert_eq!(table.texts()[2].header.as_deref(), Some("Next *step*"));
    assert_eq!(
        table.texts()[2].doc.as_deref(),
        Some("What the page says under “Next \\*step\\*”.")
    );
    let row = &table.phases[0].codes[0];
    assert_eq!(row.texts[2].as_deref(), Some("step of A_ONE"));
    let retired = table.codes().find(|row| row.retired.is_some()).unwrap();
    assert!(retired.texts[1..].iter().all(Option::is_none));
    assert_eq!(table.codes().filter(|row| row.texts.iter().all(Option::is_some)).count(), 2);
}

#[test]
fn comments_go_only_with_their_row_and_are_named() {
    let accepted = "\n# About all.\n\n# About this one.\n[[accepted]]\n\
        code = 'A_ONE' # one\n# in between\ncolumn = 'description'\npage = 'Of # no comment'\n\
        reason = 'It is \"#1\".'\n# below\n\n";
    let row = phase("ONE", "", &[("A_ONE", "One", "retired = 2026-01-01 # for a while\n")]);
    let toml = format!("# About the file.\n\n{HEAD}{row}{accepted}# at the end\n");
    let page = page(&[("ONE", &[("A_ONE", "One")])]);
    let update = update(&toml, &page).unwrap();
    let gone = ["# for a while", "# About all.", "# About this one.", "# one", "# in between"];
    assert_eq!(update.removed_comments, gone);
    let head = HEAD.replace("2026-11-22", "2026-12-01");
    let row = row.replace("retired = 2026-01-01 # for a while\n", "");
    assert_eq!(update.text, format!("# About the file.\n\n{head}{row}# below\n\n# at the end\n"));
}

#[test]
fn file_without_a_last_line_end_gets_one() {
    let toml = HEAD.to_owned() + &phase("ONE", "", &[("A_ONE", "One", ""), ("A_TWO", "Two", "")]);
    let toml = toml.replace('\n', "\r\n");
    let page = page(&[("ONE", &[("A_ONE", "One")])]);
    let text = updated(toml.trim_end(), &page);
    assert!(text.ends_with("outcome = 'on'\r\nretired = 2026-12-01\r\n"), "{text:?}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn rows_without_headers_get_them() {
    let row = "{ code = 'A_ONE', description = 'One', actions = ['wait'], outcome = 'on' }";
    let toml =
        format!("{HEAD}\n[[phase]]\nstatus = 'ONE'\ntitle = 'Title of ONE'\ncode = [{row}]\n");
    let in_sync = page(&[("ONE", &[("A_ONE", "One")])]);
    assert_eq!(updated(&toml, &in_sync), toml);
    let reworded = page(&[("ONE", &[("A_ONE", "Number one"), ("A_TWO", "Two")])]);
    let text = updated(&toml, &reworded);
    assert!(
        text.contains("\n[[phase.code]]\ncode = 'A_ONE'\ndescription = \"Number one\"\n"),
        "{text}"
    );
}
