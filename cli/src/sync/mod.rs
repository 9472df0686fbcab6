//! The TOML and the page come in, the TOML with the page's words goes out: comments, order and
//! actions as they were, new codes where the page has them.

mod edit;

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use similar::TextDiff;
use toml_edit::Date;
use vkyc_status_codegen::{CodeRow, Table};

use crate::drift::{self, Change};
use crate::input::Toml;
use crate::page::Page;
use crate::report::counts;
use crate::words;

pub(crate) struct Update {
    pub(crate) text: String,
    table: Table,
}

impl Update {
    /// The TOML as it becomes, read again to be sure that it is a table, and the page's.
    pub(crate) fn new(
        toml: &Toml,
        page: &Page,
        changes: &[Change],
        day: Date,
    ) -> Result<Self, Box<dyn Error>> {
        let text = match changes {
            [] => toml.text.clone(),
            _ => edit::update(&toml.text, page, day)
                .map_err(|what| format!("{}: {what}; nothing was written", toml.file))?,
        };
        let table = Table::parse_draft(&toml.file, &text).map_err(|faults| {
            format!("with the page's words the table is invalid, nothing was written\n{faults}")
        })?;
        if let Some(change) = drift::changes(&table, page).first() {
            let what = format!("{} could not be taken over", change.kind.name());
            let remedy = "edit the file by hand; nothing was written";
            return Err(format!("{}:{}: {what}; {remedy}", toml.file, change.line).into());
        }
        Ok(Self { text, table })
    }

    /// From the TOML to this update, as a unified diff.
    pub(crate) fn diff(&self, toml: &Toml) -> String {
        let diff = TextDiff::from_lines(&toml.text, &self.text);
        diff.unified_diff().header(&toml.file, &toml.file).to_string()
    }

    /// What was taken over from the page into the table `before`, and what is left for a person.
    pub(crate) fn report(&self, path: &Path, before: &Table, changes: &[Change]) -> String {
        let file = path.display();
        let mut out = match changes {
            [] => format!("{file} is in sync with the page; nothing was written.\n"),
            _ => format!("{file} has taken over {}.\n", counts(changes)),
        };
        let kept: HashSet<&str> =
            self.table.actions.iter().map(|action| action.id.as_str()).collect();
        for action in before.actions.iter().filter(|action| !kept.contains(action.id.as_str())) {
            let id = action.id.as_str();
            let _ = writeln!(out, "\nThe action {id} is gone: no code asks for it any more.");
        }
        let codes = || self.table.phases.iter().flat_map(|phase| &phase.codes);
        let rows: HashMap<&str, &CodeRow> = codes().map(|row| (row.code.as_str(), row)).collect();
        let mut list = |heading: &str, entries: Vec<(&CodeRow, String)>| {
            for (i, (row, text)) in entries.iter().enumerate() {
                let heading = if i == 0 { heading } else { "" };
                let line = row.code.position().line;
                let _ = writeln!(out, "{heading}  {file}:{line}  {}: {text}", row.code.as_str());
            }
        };
        let lacking = codes().filter(|row| row.actions.is_empty());
        list(
            "\nFill in `actions`, or the build fails: the ids that the recommended action asks for\n",
            lacking.map(|row| (row, row.recommended_action.to_string())).collect(),
        );
        let reworded = changes.iter().filter(|change| change.asks_for_review());
        let reworded = reworded.filter_map(|change| {
            let row = *rows.get(change.code.as_deref()?)?;
            let (before, after) = (change.before.as_deref()?, change.after.as_deref()?);
            Some((row, words::line(before, after, words::marked)))
        });
        list("\nReview `actions`: the recommended action was reworded\n", reworded.collect());
        let source = path.with_extension("rs");
        if !changes.is_empty() && source.exists() {
            let source = source.display();
            let command = format!("vkyc-status generate {file} --output {source}");
            let _ = writeln!(out, "\nThen make {source} again: {command}");
        }
        out
    }
}

/// The day in UTC.
pub(crate) fn today() -> Date {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let narrow = |number: i8| number.unsigned_abs();
    Date {
        year: today.year().unsigned_abs(),
        month: narrow(today.month()),
        day: narrow(today.day()),
    }
}
