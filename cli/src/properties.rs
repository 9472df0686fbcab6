//! What holds for every table, every page, and every list of edits between them.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use toml_edit::{Date, value};
use vkyc_status_codegen::Table;

use crate::args::ExportFormat;
use crate::drift::{self, Kind};
use crate::input::Toml;
use crate::page::{self, Code, Page, Phase};
use crate::sync::Update;
use crate::{export, guards};

/// The day of every `sync`.
const DAY: Date = Date { year: 2026, month: 12, day: 1 };

fn text() -> impl Strategy<Value = String> {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = "(\\PC|[\\\\|`*_<>&#\"'{}\\[\\]!~–-]){1,16}".prop_map(words);
    text.prop_filter("blank", |text| !text.is_empty())
}

/// A page of some phases whose codes are numbered through: `CODE_0`, `CODE_1`, …
fn a_page() -> impl Strategy<Value = Page> {
    vec((text(), vec((text(), text()), 1..5)), 1..5).prop_map(|phases| {
        let mut numbers = 0..;
        let mut code = |(description, recommended_action)| {
            let code = format!("CODE_{}", numbers.next().unwrap());
            Code { code, description, recommended_action, line: 1 }
        };
        let phases = phases.into_iter().enumerate().map(|(i, (title, codes))| Phase {
            status: format!("PHASE_{i}"),
            title,
            line: 1,
            codes: codes.into_iter().map(&mut code).collect(),
        });
        Page { phases: phases.collect(), ..Page::default() }
    })
}

/// The TOML that mirrors a page, with a comment wherever one may stand.
fn toml(page: &Page) -> Toml {
    let mut text = "# Kept\n\n[source]\ntitle = 'T'\nurl = 'https://example.com'\nretrieved = 2026-11-22 # kept\n\n\
        [[action]]\nid = 'wait'\nsummary = 'Wait.'\n"
        .to_owned();
    for phase in &page.phases {
        let title = value(&phase.title);
        let _ = write!(
            text,
            "\n# Of {0}\n[[phase]]\nstatus = '{0}'\ntitle = {title} # kept\n",
            phase.status
        );
        for code in &phase.codes {
            let (description, action) = (value(&code.description), value(&code.recommended_action));
            let _ = write!(
                text,
                "\n# Of {0}\n[[phase.code]]\ncode = '{0}' # kept {0}\n\n  description = {description}\nactions = [\n  'wait', # kept\n]\nrecommended_action={action}\n",
                code.code
            );
        }
    }
    Toml { file: "statuses.toml".to_owned(), text }
}

/// What happens to a code of the page, or to a phase where that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    Keep,
    Remove,
    Describe,
    Act,
    Move,
    AddBehind,
    Retitle,
    AddPhaseBehind,
}

fn an_edit() -> impl Strategy<Value = Edit> {
    use Edit::{Act, AddBehind, AddPhaseBehind, Describe, Keep, Move, Remove, Retitle};
    prop::sample::select(vec![
        Keep,
        Keep,
        Keep,
        Remove,
        Describe,
        Act,
        Move,
        AddBehind,
        Retitle,
        AddPhaseBehind,
    ])
}

/// The byte-order mark.
const MARK: char = '\u{feff}';

type Found = (&'static str, String, Option<String>);

/// The edited page, and the changes that come of it: one edit for each code, the first of a phase's
/// for the phase too.
fn edited(page: &Page, edits: &[Edit]) -> (Page, Vec<Found>) {
    let mut edits = edits.iter().copied().cycle();
    let mut expected = Vec::new();
    let mut moved = Vec::new();
    let mut after = Page::default();
    for phase in &page.phases {
        let status = &phase.status;
        let mut expect = |kind: Kind, phase: &str, code: Option<&str>| {
            expected.push((kind.name(), phase.to_owned(), code.map(str::to_owned)));
        };
        let (mut title, mut codes, mut added) = (phase.title.clone(), Vec::new(), Vec::new());
        for code in &phase.codes {
            let mut new = Code {
                line: 1,
                code: code.code.clone(),
                description: code.description.clone(),
                recommended_action: code.recommended_action.clone(),
            };
            let another = |kind: &str| Code {
                code: format!("{}_{kind}", code.code),
                description: "New".to_owned(),
                recommended_action: "Act".to_owned(),
                line: 1,
            };
            match edits.next().unwrap() {
                Edit::Remove => {
                    expect(Kind::CodeRemoved, status, Some(&code.code));
                    continue;
                }
                Edit::Move => {
                    moved.push(new);
                    continue;
                }
                Edit::Describe => {
                    new.description += " more";
                    expect(Kind::DescriptionChanged, status, Some(&code.code));
                }
                Edit::Act => {
                    new.recommended_action += " more";
                    expect(Kind::ActionChanged, status, Some(&code.code));
                }
                Edit::AddBehind => {
                    let added = another("ADDED");
                    expect(Kind::CodeAdded, status, Some(&added.code));
                    codes.extend([new, added]);
                    continue;
                }
                Edit::AddPhaseBehind => {
                    let code = another("NEW");
                    let name = format!("{}_PHASE", code.code);
                    expect(Kind::PhaseAdded, &name, None);
                    expect(Kind::CodeAdded, &name, Some(&code.code));
                    added.push(Phase {
                        status: name,
                        title: "Unlike".to_owned(),
                        line: 1,
                        codes: vec![code],
                    });
                }
                Edit::Retitle => title += " more",
                Edit::Keep => {}
            }
            codes.push(new);
        }
        if codes.is_empty() {
            expect(Kind::PhaseRemoved, status, None);
        } else {
            if title != phase.title {
                expect(Kind::TitleChanged, status, None);
            }
            after.phases.push(Phase { status: status.clone(), title, line: 1, codes });
        }
        after.phases.extend(added);
    }
    // Whatever moves, moves to a phase at the end.
    if !moved.is_empty() {
        let status = "PHASE_LAST".to_owned();
        expected.push((Kind::PhaseAdded.name(), status.clone(), None));
        let found = |code: &Code| (Kind::CodeMoved.name(), status.clone(), Some(code.code.clone()));
        expected.extend(moved.iter().map(found));
        after.phases.insert(0, Phase { status, title: "Unlike".to_owned(), line: 1, codes: moved });
    }
    (after, expected)
}

proptest! {
    #[test]
    fn table_is_in_sync_with_its_own_export(page in a_page()) {
        let toml = toml(&page);
        let table = toml.table().unwrap();
        let markdown = export::write(&table, ExportFormat::Markdown);
        let page = page::read(&markdown, markdown.as_bytes()).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(guards::check("page", &table, &page, false), Ok(()));
        prop_assert_eq!(drift::changes(&table, &page), []);
        let update = Update::new(&toml, &page, &[], DAY).unwrap();
        prop_assert_eq!(update.text, toml.text);
    }

    #[test]
    fn check_reports_exactly_the_edits(page in a_page(), edits in vec(an_edit(), 1..20)) {
        let table = toml(&page).table().unwrap();
        let (page, mut expected) = edited(&page, &edits);
        let changes = drift::changes(&table, &page).into_iter();
        let mut found: Vec<Found> = changes.map(|c| (c.kind.name(), c.phase, c.code)).collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn check_after_sync_is_clean(page in a_page(), edits in vec(an_edit(), 1..20), windows: bool) {
        let mut before = toml(&page);
        if windows {
            before.text = format!("{MARK}{}", before.text.replace('\n', "\r\n"));
        }
        let (page, _) = edited(&page, &edits);
        prop_assume!(!page.phases.is_empty());
        let changes = drift::changes(&before.table().unwrap(), &page);
        let update = Update::new(&before, &page, &changes, DAY).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let mut after = Toml { file: before.file.clone(), text: update.text };
        if windows {
            prop_assert!(after.text.starts_with(MARK));
            prop_assert_eq!(after.text.matches('\n').count(), after.text.matches("\r\n").count());
            after.text = after.text.replace("\r\n", "\n");
        }
        let table = after.table().unwrap();
        prop_assert_eq!(drift::changes(&table, &page), []);

        // The order is the page's wherever the page adds; comments and actions stay with their code.
        let codes: Vec<_> = page.phases.iter().flat_map(|p| &p.codes).collect();
        let rows: Vec<_> = table.phases.iter().flat_map(|p| &p.codes).collect();
        prop_assert_eq!(codes.len(), rows.len());
        for (code, row) in codes.iter().zip(rows) {
            prop_assert_eq!(&code.code, row.code.as_str());
            let is_new = code.code.ends_with("_NEW") || code.code.ends_with("_ADDED");
            prop_assert_eq!(row.actions.is_empty(), is_new);
            let comments = [format!("# Of {}\n", code.code), format!("# kept {}\n", code.code)];
            for comment in comments {
                prop_assert_eq!(after.text.matches(&comment).count(), usize::from(!is_new), "{}", after.text);
            }
        }
        prop_assert!(Table::parse("t", &after.text).is_ok() || after.text.contains("actions = []\n"));
    }
}
