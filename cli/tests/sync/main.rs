//! `compare` and `sync` as functions, on tables and pages as small as can be.

mod properties;
mod rules;

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use vkyc_status_cli::change::Change;
use vkyc_status_cli::compare::{Comparison, compare};
use vkyc_status_cli::page::{Page, PageCode, PagePhase};
use vkyc_status_cli::sync::{self, Update};
use vkyc_status_cli::wording::literal;
use vkyc_status_codegen::Table;

const DAY: Date = date(2026, 12, 1);

/// A phase of a table or a page.
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
}

/// A table with these rows and with comments, `#1 …`, everywhere.
fn toml(model: &[Phase]) -> String {
    let mut text = "#1 Of the file\n\n[source]\ntitle = 'T'\nurl = 'https://example.com'\n\
        retrieved = 2026-11-22 #1 kept\n\n\
        [[column]]\nname = 'code'\nheader = 'Status code'\n\n\
        [[column]]\nname = 'description'\nheader = 'Description'\ndoc = 'D.'\n\n\
        [[action]]\nid = 'wait'\nsummary = 'Wait.'\n\n\
        [[outcome]]\nid = 'on'\nsummary = 'It goes on.'\n"
        .to_owned();
    for Phase { status, title, codes } in model {
        let title = literal(title);
        let _ = write!(
            text,
            "\n#1 Section {status}\n\n#1 Of {status}\n[[phase]]\nstatus = '{status}'\n\
             title = {title} #1 kept {status}\n"
        );
        for Code { name, description } in codes {
            let description = literal(description);
            let _ = write!(
                text,
                "\n#1 Section {name}\n\n  #1 Of {name}\n[[phase.code]]\ncode = '{name}'\n\n\
                 \x20 description = {description} #1 kept {name}\n\
                 actions = [\n  'wait', #1 kept\n]\noutcome='on'\n"
            );
        }
    }
    text
}

/// A page with these rows.
fn page(model: &[Phase]) -> Page {
    let code = |code: &Code| PageCode {
        code: code.name.clone(),
        texts: vec![Some(code.description.clone())],
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

fn table(toml: &str) -> Table {
    Table::parse_draft("statuses.toml", toml).unwrap()
}

fn compared(toml: &str, page: &Page) -> Comparison {
    compare(&table(toml), page)
}

/// The kind, phase and code of each change.
fn events(changes: &[Change]) -> Vec<String> {
    let event = |c: &Change| event(&c.kind.name(), c.phase.as_deref(), c.code.as_deref());
    changes.iter().map(event).collect()
}

fn event(kind: &str, phase: Option<&str>, code: Option<&str>) -> String {
    [Some(kind), phase, code].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn update(toml: &str, page: &Page, day: Date) -> Update {
    let table = table(toml);
    sync::update("statuses.toml", toml, &table, page, &compare(&table, page), day).unwrap()
}

fn synced(toml: &str, page: &Page) -> String {
    update(toml, page, DAY).text
}
