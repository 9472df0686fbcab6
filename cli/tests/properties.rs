//! What holds for every table, every page, and every list of edits between them.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use vkyc_status_cli::change::Kind;
use vkyc_status_cli::compare::compare;
use vkyc_status_cli::page::{Page, PageCode, PagePhase};
use vkyc_status_cli::sync;
use vkyc_status_cli::wording::literal;
use vkyc_status_codegen::Table;

const DAY: Date = date(2026, 12, 1);
const LATER: Date = date(2026, 12, 2);

/// What a table or a page says: phases, and the codes of each.
type Model = Vec<Phase>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Phase {
    status: String,
    title: String,
    codes: Vec<Code>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Code {
    name: String,
    description: String,
    action: String,
}

/// Words with whatever may mean something in Markdown or TOML.
fn words() -> impl Strategy<Value = String> {
    let word = "[a-zA-Zé|\\\\`*_<>&#\"'{}\\[\\]!~.,:;=-]{1,8}";
    let words = vec(word, 1..4).prop_map(|words| words.join(" "));
    // A text needs something that stays when it is folded.
    words.prop_map(|words| format!("The {words} end"))
}

/// Phases with codes that are numbered through, `CODE_0`, `CODE_1`, and texts of their own.
fn model() -> impl Strategy<Value = Model> {
    vec((words(), vec((words(), words()), 1..5)), 2..5).prop_map(|phases| {
        let mut numbers = 0..;
        let mut code = |(description, action)| {
            let number = numbers.next().unwrap();
            let description = format!("{description} {number}");
            Code { name: format!("CODE_{number}"), description, action }
        };
        let phases = phases.into_iter().enumerate().map(|(i, (title, codes))| Phase {
            status: format!("PHASE_{i}"),
            title: format!("{title} {i}"),
            codes: codes.into_iter().map(&mut code).collect(),
        });
        phases.collect()
    })
}

fn page(model: &Model) -> Page {
    let code = |code: &Code| PageCode {
        code: code.name.clone(),
        texts: vec![Some(code.description.clone()), Some(code.action.clone())],
        added: Vec::new(),
        line: 1,
    };
    let phases = model.iter().map(|phase| PagePhase {
        status: phase.status.clone(),
        title: phase.title.clone(),
        codes: phase.codes.iter().map(code).collect(),
        line: 1,
    });
    Page { phases: phases.collect(), ..Page::default() }
}

/// A table with these rows, with comments, `#1 …`, everywhere.
fn toml(model: &Model) -> String {
    let mut text = "#1 Of the file\n\n[source]\ntitle = 'T'\nurl = 'https://example.com'\n\
        retrieved = 2026-11-22 #1 kept\n\n\
        [[column]]\nname = 'code'\nheader = 'Status code'\n\n\
        [[column]]\nname = 'description'\nheader = 'Description'\ndoc = 'D.'\n\n\
        [[column]]\nname = 'recommended_action'\nheader = 'Action'\ndoc = 'A.'\n\n[[action]]\nid = 'wait'\nsummary = 'Wait.'\n\n\
        [[outcome]]\nid = 'on'\nsummary = 'It goes on.'\n"
        .to_owned();
    for Phase { status, title, codes } in model {
        let title = literal(title);
        let _ = write!(
            text,
            "\n#1 Section {status}\n\n#1 Of {status}\n[[phase]]\nstatus = '{status}'\n\
             title = {title} #1 kept {status}\n"
        );
        for Code { name, description, action } in codes {
            let (description, action) = (literal(description), literal(action));
            let _ = write!(
                text,
                "\n#1 Section {name}\n\n  #1 Of {name}\n[[phase.code]]\ncode = '{name}' #1 kept {name}\n\n\
                 \x20 description = {description}\nactions = [\n  'wait', #1 kept\n]\n\
                 recommended_action={action}\noutcome = 'on'\n"
            );
        }
    }
    text
}

/// What happens to a code, or to a phase where that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    Keep,
    Remove,
    Describe,
    Act,
    Move,
    Add,
    Retitle,
    AddPhase,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    use Edit::{Act, Add, AddPhase, Describe, Keep, Move, Remove, Retitle};
    vec(select(vec![Keep, Keep, Keep, Remove, Describe, Act, Move, Add, Retitle, AddPhase]), 1..20)
}

type Expected = (Kind, Option<String>, Option<String>);

fn reworded(column: &str) -> Kind {
    Kind::Reworded(column.to_owned())
}

/// The edited model, and the changes that follow: an edit for each code.
fn edited(model: &Model, edits: &[Edit]) -> (Model, Vec<Expected>) {
    let mut edits = edits.iter().copied().cycle();
    let (mut after, mut expected, mut moved) = (Model::new(), Vec::new(), Vec::new());
    for Phase { status, title, codes } in model {
        let mut phase = Phase { status: status.clone(), title: title.clone(), codes: Vec::new() };
        let mut added = Vec::new();
        let mut expect = |kind, phase: &str, code: Option<&str>| {
            expected.push((kind, Some(phase.to_owned()), code.map(str::to_owned)));
        };
        for code in codes {
            let mut new = code.clone();
            let another = |name: &str| Code {
                name: format!("{}_{name}", code.name),
                description: format!("New {name} {}", code.name),
                action: "Act".to_owned(),
            };
            match edits.next().unwrap() {
                Edit::Keep => {}
                Edit::Remove => {
                    expect(Kind::CodeRemoved, status, Some(&code.name));
                    continue;
                }
                Edit::Move => {
                    moved.push(new);
                    continue;
                }
                Edit::Describe => {
                    new.description += " more";
                    expect(reworded("description"), status, Some(&code.name));
                }
                Edit::Act => {
                    new.action += " more";
                    expect(reworded("recommended_action"), status, Some(&code.name));
                }
                Edit::Add => {
                    phase.codes.push(new);
                    new = another("ADDED");
                    expect(Kind::CodeAdded, status, Some(&new.name));
                }
                Edit::Retitle => phase.title += " more",
                Edit::AddPhase => {
                    let code = another("NEW");
                    let status = format!("{}_PHASE", code.name);
                    expect(Kind::PhaseAdded, &status, None);
                    expect(Kind::CodeAdded, &status, Some(&code.name));
                    let title = format!("Unlike {status}");
                    added.push(Phase { status, title, codes: vec![code] });
                }
            }
            phase.codes.push(new);
        }
        if phase.codes.is_empty() {
            expect(Kind::PhaseRemoved, status, None);
        } else {
            if phase.title != *title {
                expect(reworded("title"), status, None);
            }
            after.push(phase);
        }
        after.extend(added);
    }
    if !moved.is_empty() {
        let status = "PHASE_LAST".to_owned();
        expected.push((Kind::PhaseAdded, Some(status.clone()), None));
        let arrivals = moved
            .iter()
            .map(|code| (Kind::CodeMoved, Some(status.clone()), Some(code.name.clone())));
        expected.extend(arrivals);
        after.insert(0, Phase { status, title: "The last".to_owned(), codes: moved });
    }
    (after, expected)
}

fn table(text: &str) -> Table {
    Table::parse_draft("statuses.toml", text).unwrap()
}

/// The text of `toml` after a sync with the page.
fn synced(toml: &str, page: &Page, day: Date) -> String {
    let table = table(toml);
    let comparison = compare(&table, page);
    sync::update("statuses.toml", toml, &table, page, &comparison, day).unwrap().text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn changes_are_exactly_the_edits(model in model(), edits in edits()) {
        let (after, mut expected) = edited(&model, &edits);
        prop_assume!(!after.is_empty());
        let comparison = compare(&table(&toml(&model)), &page(&after));
        let changes = comparison.changes.into_iter();
        let mut found: Vec<Expected> = changes.map(|c| (c.kind, c.phase, c.code)).collect();
        found.sort_by_key(|change| format!("{change:?}"));
        expected.sort_by_key(|change| format!("{change:?}"));
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
            text = synced(&text, &page, DAY);
            let table = table(&text);
            prop_assert_eq!(compare(&table, &page).changes, []);
            prop_assert_eq!(&synced(&text, &page, LATER), &text);

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
        let (wordings, others): (Vec<_>, Vec<_>) =
            compare(&table(&text), &page).changes.into_iter().partition(|change| {
                matches!(change.kind, Kind::Reworded(_))
            });
        for change in &wordings {
            let Kind::Reworded(column) = &change.kind else { continue };
            let key = if change.code.is_some() { "code" } else { "status" };
            let name = change.code.as_ref().or(change.phase.as_ref()).unwrap();
            let page = literal(change.after.as_ref().unwrap());
            let _ = write!(
                text,
                "\n[[accepted]]\n{key} = '{name}'\ncolumn = '{column}'\npage = {page}\nreason = 'R'\n"
            );
        }
        for text in [text.clone(), synced(&text, &page, DAY)] {
            let comparison = compare(&table(&text), &page);
            prop_assert_eq!(comparison.accepted.len(), wordings.len());
            prop_assert!(comparison.changes.is_empty() || comparison.changes.len() == others.len());
            prop_assert!(comparison.stale.is_empty());
        }
    }

    #[test]
    fn new_rows_are_where_the_page_has_them(model in model(), edits in edits()) {
        let (after, _) = edited(&model, &edits);
        prop_assume!(!after.is_empty());
        let table = table(&synced(&toml(&model), &page(&after), DAY));
        let order: Vec<&str> = after.iter().flat_map(|p| &p.codes).map(|c| &*c.name).collect();
        let live = table.codes().filter(|row| row.retired.is_none());
        prop_assert_eq!(live.map(|row| &*row.code).collect::<Vec<_>>(), order);
        for row in table.codes() {
            let is_new = row.code.ends_with("_NEW") || row.code.ends_with("_ADDED");
            prop_assert_eq!(row.actions.is_empty() && row.outcome.is_none(), is_new, "{}", row.code);
        }
    }
}
