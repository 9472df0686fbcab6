//! What holds for every table, every page, and every list of edits between them.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use vkyc_status_cli::change::Kind;
use vkyc_status_cli::compare::compare;
use vkyc_status_cli::wording::literal;

use crate::{Code, Phase, compared, event, events, page, synced, table, toml, update};

const LATER: Date = date(2026, 12, 2);

/// Words with whatever may mean something in Markdown or TOML.
fn words() -> impl Strategy<Value = String> {
    let word = "[a-zA-Zé|\\\\`*_<>&#\"'{}\\[\\]!~.,:;=-]{1,8}";
    let words = vec(word, 1..4).prop_map(|words| words.join(" "));
    // A text needs something that stays when it is folded.
    words.prop_map(|words| format!("The {words} end"))
}

/// Phases with codes that are numbered through, `CODE_0`, `CODE_1`, and texts of their own.
fn model() -> impl Strategy<Value = Vec<Phase>> {
    vec((words(), vec(words(), 1..5)), 2..5).prop_map(|phases| {
        let mut numbers = 0..;
        let mut code = |words| {
            let number = numbers.next().unwrap();
            Code { name: format!("CODE_{number}"), description: format!("{words} {number}") }
        };
        let phases = phases.into_iter().enumerate().map(|(i, (title, codes))| Phase {
            status: format!("PHASE_{i}"),
            title: format!("{title} {i}"),
            codes: codes.into_iter().map(&mut code).collect(),
        });
        phases.collect()
    })
}

/// What happens to a code, or to a phase where that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    Keep,
    Remove,
    Describe,
    Move,
    Add,
    Retitle,
    AddPhase,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    use Edit::{Add, AddPhase, Describe, Keep, Move, Remove, Retitle};
    vec(select(vec![Keep, Keep, Keep, Remove, Describe, Move, Add, Retitle, AddPhase]), 1..20)
}

/// The edited model, and the changes that follow: an edit for each code.
fn edited(model: &[Phase], edits: &[Edit]) -> (Vec<Phase>, Vec<String>) {
    let mut edits = edits.iter().cycle();
    let (mut after, mut expected, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    let mut expect =
        |kind: &str, phase: &str, code: Option<&str>| expected.push(event(kind, Some(phase), code));
    for Phase { status, title, codes } in model {
        let mut phase = Phase { status: status.clone(), title: title.clone(), codes: Vec::new() };
        let mut added = Vec::new();
        for code in codes {
            let mut new = code.clone();
            let another = |name: &str| {
                let description = format!("New {name} {}", code.name);
                Code { name: format!("{}_{name}", code.name), description }
            };
            match edits.next().unwrap() {
                Edit::Keep => {}
                Edit::Remove => {
                    expect("code_removed", status, Some(&code.name));
                    continue;
                }
                Edit::Move => {
                    expect("code_moved", "PHASE_LAST", Some(&code.name));
                    moved.push(new);
                    continue;
                }
                Edit::Describe => {
                    new.description += " more";
                    expect("description_changed", status, Some(&code.name));
                }
                Edit::Add => {
                    phase.codes.push(new);
                    new = another("ADDED");
                    expect("code_added", status, Some(&new.name));
                }
                Edit::Retitle => phase.title += " more",
                Edit::AddPhase => {
                    let code = another("NEW");
                    let status = format!("{}_PHASE", code.name);
                    expect("phase_added", &status, None);
                    expect("code_added", &status, Some(&code.name));
                    let title = format!("Unlike {status}");
                    added.push(Phase { status, title, codes: vec![code] });
                }
            }
            phase.codes.push(new);
        }
        if phase.codes.is_empty() {
            expect("phase_removed", status, None);
        } else {
            if phase.title != *title {
                expect("title_changed", status, None);
            }
            after.push(phase);
        }
        after.extend(added);
    }
    if !moved.is_empty() {
        let (status, title) = ("PHASE_LAST".to_owned(), "The last".to_owned());
        expect("phase_added", &status, None);
        after.insert(0, Phase { status, title, codes: moved });
    }
    (after, expected)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_are_exactly_the_edits(model in model(), edits in edits()) {
        let (after, mut expected) = edited(&model, &edits);
        prop_assume!(!after.is_empty());
        let mut found = events(&compared(&toml(&model), &page(&after)).changes);
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn sync_brings_a_table_in_sync_and_deletes_nothing(
        model in model(),
        steps in vec(edits(), 1..4),
        crlf: bool,
        mark: bool,
    ) {
        let mut text = toml(&model);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{feff}');
        }
        let original = text.clone();
        // Each page is an edit of the first, so that codes are retired, return, and move to and fro.
        for edits in steps {
            let (after, _) = edited(&model, &edits);
            prop_assume!(!after.is_empty());
            let page = page(&after);
            let before = table(&text);
            text = synced(&text, &page);
            let table = table(&text);
            prop_assert_eq!(compare(&table, &page).changes, []);
            prop_assert_eq!(&update(&text, &page, LATER).text, &text);

            let listed: HashMap<&str, &str> = after
                .iter()
                .flat_map(|phase| phase.codes.iter().map(|c| (&*c.name, &*phase.status)))
                .collect();
            for (phase, row) in table.rows() {
                let home = listed.get(&*row.code);
                prop_assert_eq!(home.is_none(), row.retired.is_some(), "{}", row.code);
                prop_assert!(home.is_none_or(|home| phase.status == *home));
            }
            for row in before.codes() {
                let kept = table.codes().find(|kept| kept.code == *row.code);
                let kept = kept.expect("no row is deleted");
                prop_assert_eq!(kept.actions.len(), row.actions.len());
                prop_assert_eq!(kept.outcome.is_none(), row.outcome.is_none());
            }
            for row in &before.phases {
                prop_assert!(table.phases.iter().any(|kept| kept.status == *row.status));
            }
            prop_assert_eq!(text.starts_with('\u{feff}'), mark);
        }
        prop_assert_eq!(text.matches("\r\n").count(), if crlf { text.matches('\n').count() } else { 0 });
        // Every comment is still there, once.
        for line in original.lines().filter(|line| line.contains("#1 ")) {
            let comment = &line[line.find("#1 ").unwrap()..];
            let count = |text: &str| text.lines().filter(|line| line.ends_with(comment)).count();
            prop_assert_eq!(count(&text), count(&original), "{}", comment);
        }
    }

    #[test]
    fn accepted_wordings_neither_count_nor_change(model in model(), edits in edits()) {
        let (after, _) = edited(&model, &edits);
        prop_assume!(!after.is_empty());
        let (mut text, page) = (toml(&model), page(&after));
        let changes = compared(&text, &page).changes;
        let is_wording = |kind: &Kind| matches!(kind, Kind::Reworded(_));
        let (wordings, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(|c| is_wording(&c.kind));
        for change in &wordings {
            let (key, column) = match &change.code {
                Some(_) => ("code", "description"),
                None => ("status", "title"),
            };
            let (name, page) = (change.name(), literal(change.after.as_ref().unwrap()));
            let _ = write!(
                text,
                "\n[[accepted]]\n{key} = '{name}'\ncolumn = '{column}'\npage = {page}\nreason = 'R'\n"
            );
        }
        for (text, counted) in [(text.clone(), others.len()), (synced(&text, &page), 0)] {
            let comparison = compared(&text, &page);
            prop_assert_eq!(comparison.accepted.len(), wordings.len());
            prop_assert_eq!(comparison.changes.len(), counted);
            prop_assert!(comparison.stale.is_empty());
        }
    }

    #[test]
    fn new_rows_are_where_the_page_has_them(model in model(), edits in edits()) {
        let (after, _) = edited(&model, &edits);
        prop_assume!(!after.is_empty());
        let table = table(&synced(&toml(&model), &page(&after)));
        let order: Vec<&str> = after.iter().flat_map(|p| &p.codes).map(|c| &*c.name).collect();
        let live = table.codes().filter(|row| row.retired.is_none());
        prop_assert_eq!(live.map(|row| &*row.code).collect::<Vec<_>>(), order);
        for row in table.codes() {
            let is_new = row.code.ends_with("_NEW") || row.code.ends_with("_ADDED");
            prop_assert_eq!(row.actions.is_empty() && row.outcome.is_none(), is_new, "{}", row.code);
        }
    }
}
