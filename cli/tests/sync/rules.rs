//! The rules, one by one.

use vkyc_status_cli::sync;

use crate::{Code, DAY, Phase, compared, events, page, synced, table, toml, update};

type Rows<'a> = &'a [(&'a str, &'a [(&'a str, &'a str)])];

/// Phases with their codes, and the description of each.
fn model(rows: Rows<'_>) -> Vec<Phase> {
    let code = |(name, description): &(&str, &str)| Code {
        name: (*name).to_owned(),
        description: (*description).to_owned(),
    };
    let phases = rows.iter().map(|(status, codes)| Phase {
        status: (*status).to_owned(),
        title: format!("Title of {status}"),
        codes: codes.iter().map(code).collect(),
    });
    phases.collect()
}

/// A table in which these phases and codes are retired.
fn retired(rows: Rows<'_>, names: &[&str]) -> String {
    let is_retired = |line: &str| names.iter().any(|name| line.ends_with(&format!(" = '{name}'")));
    let day = |line| if is_retired(line) { "retired = 2026-01-01\n" } else { "" };
    toml(&model(rows)).lines().flat_map(|line| [line, "\n", day(line)]).collect()
}

#[test]
fn rename_hints_name_each_removed_row_once_and_prefer_its_phase() {
    let table = retired(
        &[
            ("ONE", &[("A_OLD", "Same"), ("A_RETIRED", "Same"), ("A_STAYS", "Stays")]),
            ("TWO", &[("B_OLD", "Same"), ("B_STAYS", "Stays here")]),
        ],
        &["A_RETIRED"],
    );
    let page = page(&model(&[
        ("ONE", &[("A_STAYS", "Stays"), ("A_NEW", "`Same`"), ("A_OTHER", "Same")]),
        ("TWO", &[("B_STAYS", "Stays here"), ("B_NEW", "Same")]),
    ]));
    let changes = compared(&table, &page).changes;
    let added = changes.iter().filter(|change| change.before.is_none());
    let hints: Vec<_> = added.map(|c| (c.name(), c.renamed_from.as_deref())).collect();
    assert_eq!(hints, [("A_NEW", Some("A_OLD")), ("A_OTHER", None), ("B_NEW", Some("B_OLD"))]);
}

#[test]
fn phase_is_renamed_if_most_of_its_codes_moved_together() {
    let codes = [("A_ONE", "1"), ("A_TWO", "2"), ("A_THREE", "3")];
    for (size, moved, former) in [(3, 2, Some("OLD")), (2, 1, None)] {
        let toml = toml(&model(&[("OLD", &codes[..size]), ("REST", &[("B_ONE", "B")])]));
        let rest = [&[("B_ONE", "B")], &codes[moved..size]].concat();
        let page = page(&model(&[("NEW", &codes[..moved]), ("REST", &rest)]));
        let changes = compared(&toml, &page).changes;
        let added = changes.iter().find(|change| change.kind.name() == "phase_added").unwrap();
        assert_eq!(added.renamed_from.as_deref(), former);
    }
}

#[test]
fn retired_rows_are_no_change_until_they_return() {
    let rows: Rows<'_> = &[
        ("ONE", &[("A_ONE", "One"), ("A_TWO", "Two")]),
        ("GONE", &[("B_ONE", "B"), ("B_TWO", "B too")]),
    ];
    let toml = retired(rows, &["A_TWO", "GONE", "B_ONE"]);
    let without = page(&model(&[("ONE", &[("A_ONE", "One")])]));
    assert_eq!(compared(&toml, &without).changes, []);
    // Another change is no reason to write to them.
    let reworded = page(&model(&[("ONE", &[("A_ONE", "Number one")])]));
    assert_eq!(synced(&toml, &reworded).matches("retired").count(), 3);

    let with = page(&model(&[
        ("ONE", &[("A_ONE", "One"), ("B_ONE", "B")]),
        ("GONE", &[("A_TWO", "Two reworded")]),
    ]));
    let expected = [
        "code_moved ONE B_ONE",
        "code_returned ONE B_ONE",
        "code_moved GONE A_TWO",
        "code_returned GONE A_TWO",
        "description_changed GONE A_TWO",
    ];
    assert_eq!(events(&compared(&toml, &with).changes), expected);

    // The phase is on the page again. Its code that is not, and had no day of its own, keeps the phase's.
    let table = table(&synced(&toml, &with));
    assert!(table.phases.iter().all(|phase| phase.retired.is_none()));
    let days = table.codes().filter_map(|row| Some((&*row.code, row.retired.as_deref()?)));
    assert_eq!(days.collect::<Vec<_>>(), [("B_TWO", "2026-01-01")]);
}

#[test]
fn phase_that_loses_all_its_codes_to_others_is_retired_empty() {
    let toml = toml(&model(&[("ONE", &[("A_ONE", "One")]), ("TWO", &[("B_ONE", "B")])]));
    let page = page(&model(&[("ONE", &[("A_ONE", "One"), ("B_ONE", "B")])]));
    let table = table(&synced(&toml, &page));
    assert!(table.phases[1].retired.is_some() && table.phases[1].codes.is_empty());
    assert_eq!(table.phases[0].codes.len(), 2);
}

#[test]
fn accepted_difference_counts_only_while_the_page_says_it() {
    let accepted = "\n[[accepted]]\ncode = 'A_ONE'\ncolumn = 'description'\npage = 'Oen'\n\
        reason = 'Misspelt.'\n";
    let toml = toml(&model(&[("ONE", &[("A_ONE", "One")])])) + accepted;
    for (words, changes, is_accepted) in
        [("` Oen `", 0, true), ("One", 0, false), ("Number one", 1, false)]
    {
        let page = page(&model(&[("ONE", &[("A_ONE", words)])]));
        let comparison = compared(&toml, &page);
        assert_eq!(comparison.changes.len(), changes, "{words}");
        assert_eq!(comparison.accepted.len(), usize::from(is_accepted), "{words}");
        assert_eq!(comparison.stale.is_empty(), is_accepted, "{words}");
        let text = synced(&toml, &page);
        assert_eq!(text == toml, is_accepted, "{words}");
        assert_eq!(text.contains("[[accepted]]"), is_accepted, "{words}");
    }
}

#[test]
fn rows_that_describe_nothing_on_the_page_are_removed() {
    let lists = "\n[[accepted]]\ntext = 'X_ID'\nreason = 'R'\n\n\
        [[accepted]]\nheader = 'Notes'\nreason = 'R'\n\n\
        [[pair]]\nstatus = 'NEW'\ncode = 'A_ONE'\nreason = 'R'\n\n\
        [[pair]]\nstatus = 'OLD'\ncode = 'A_ONE'\nreason = 'R'\n";
    let toml = toml(&model(&[("ONE", &[("A_ONE", "One")])])) + lists;
    let mut same = page(&model(&[("ONE", &[("A_ONE", "One")])]));
    same.used.extend([0, 1]);
    assert_eq!(synced(&toml, &same), toml);

    let mut moved = page(&model(&[("NEW", &[("A_ONE", "One")])]));
    moved.used.insert(1);
    let table = table(&synced(&toml, &moved));
    assert_eq!(table.pairs.iter().map(|pair| &*pair.status).collect::<Vec<_>>(), ["OLD"]);
    assert_eq!(table.accepted.len(), 1);
}

#[test]
fn new_column_is_declared_and_filled_in() {
    let toml = retired(&[("ONE", &[("A_ONE", "One"), ("A_TWO", "Two")])], &["A_TWO"]);
    let mut page = page(&model(&[("ONE", &[("A_ONE", "One"), ("A_NEW", "New")])]));
    page.added_columns = ["Type", "Next *step*", "2"].map(str::to_owned).to_vec();
    for code in &mut page.phases[0].codes {
        code.added = ["t", "s", "2"].map(|text| format!("{text} of {}", code.code)).to_vec();
    }
    let expected = ["column_added", "column_added", "column_added", "code_added ONE A_NEW"];
    assert_eq!(events(&compared(&toml, &page).changes), expected);

    let table = table(&synced(&toml, &page));
    let names: Vec<_> = table.texts().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["description", "type_text", "next_step", "column2"]);
    let column = &table.texts()[2];
    let doc = "What the page says under “Next \\*step\\*”.";
    assert_eq!((column.header.as_deref(), column.doc.as_deref()), (Some("Next *step*"), Some(doc)));
    for row in table.codes() {
        let step = format!("s of {}", row.code);
        // The page does not say what a retired row has there.
        let expected = Some(&*step).filter(|_| row.retired.is_none());
        assert_eq!(row.texts[2].as_deref(), expected);
    }
}

#[test]
fn comments_go_only_with_their_row_and_are_named() {
    let accepted = "\n# About all.\n\n# About this one.\n[[accepted]]\n\
        code = 'A_ONE' # one\n# in between\ncolumn = 'description'\npage = 'Of # no comment'\n\
        reason = 'It is \"#1\".'\n# below\n\n# at the end\n";
    let rows = retired(&[("ONE", &[("A_ONE", "One")])], &["A_ONE"]);
    let rows = rows.replace("2026-01-01", "2026-01-01 # for a while");
    let page = page(&model(&[("ONE", &[("A_ONE", "One")])]));
    let update = update(&[&*rows, accepted].concat(), &page, DAY);
    let gone = ["# for a while", "# About all.", "# About this one.", "# one", "# in between"];
    assert_eq!(update.removed_comments, gone);
    let rows = rows.replace("2026-11-22", "2026-12-01");
    let rows = rows.replace("retired = 2026-01-01 # for a while\n", "");
    assert_eq!(update.text, format!("{rows}# below\n\n# at the end\n"));
}

#[test]
fn file_without_a_last_line_end_gets_one() {
    let toml = toml(&model(&[("ONE", &[("A_ONE", "One"), ("A_TWO", "Two")])]));
    let page = page(&model(&[("ONE", &[("A_ONE", "One")])]));
    let text = synced(toml.trim_end(), &page);
    assert!(text.ends_with("outcome='on'\nretired = 2026-12-01\n"), "{text:?}");
}

#[test]
fn rows_without_headers_get_them() {
    let row = "{ code = 'A_ONE', description = 'One', actions = ['wait'], outcome = 'on' }";
    let toml = toml(&model(&[("ONE", &[])])) + &format!("code = [{row}]\n");
    let in_sync = page(&model(&[("ONE", &[("A_ONE", "One")])]));
    assert_eq!(synced(&toml, &in_sync), toml);
    let reworded = page(&model(&[("ONE", &[("A_ONE", "Number one"), ("A_TWO", "Two")])]));
    let text = synced(&toml, &reworded);
    let row = "\n[[phase.code]]\ncode = 'A_ONE'\ndescription = \"Number one\"\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn text_that_a_table_cannot_hold_is_an_error() {
    let toml = toml(&model(&[("ONE", &[("A_ONE", "One")])]));
    let page = page(&model(&[("ONE", &[("A_ONE", "O\u{200b}ne")])]));
    let comparison = compared(&toml, &page);
    let update = sync::update("statuses.toml", &toml, &table(&toml), &page, &comparison, DAY);
    let error = update.unwrap_err().to_string();
    assert!(error.ends_with("\nedit statuses.toml by hand"), "{error}");
}
