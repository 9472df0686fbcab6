//! `sync`: the table with the page's words.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::args::Sync;
use crate::compare::compare;
use crate::input::{self, Input};
use crate::{Exit, Result, output, shell, sync};

pub(crate) fn run(args: &Sync) -> Result<Exit> {
    let input = Input::read(Some(&args.table)).map_err(|diagnostics| {
        if args.table.exists() { diagnostics.to_string() } else { format!("{diagnostics}\n{HELP}") }
    })?;
    let page = input::page(&args.page.path, &input.table, args.page.accept_removals)?;
    let comparison = compare(&input.table, &page);
    let path = input.name();
    let day = args.date.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let update = sync::update(&path, &input.text, &page, &comparison, day)?;
    if args.dry_run {
        output::plain(&sync::diff(&path, &input.text, &update.text))?;
        let in_sync = comparison.changes.is_empty();
        return Ok(if in_sync { Exit::Success } else { Exit::Failure });
    }
    let mut next = None;
    if update.text != input.text {
        output::write_file(&args.table, &update.text)?;
        next = regeneration(&args.table);
    }
    let next = next.as_ref().map(|(command, file)| (command.as_str(), file.as_str()));
    output::report(&sync::summary(&path, &input.table, &comparison, &update, next))?;
    Ok(Exit::Success)
}

const HELP: &str =
    "Name your table with --table FILE. To start one from the compiled-in table, run:
  vkyc-status export --format toml > statuses.toml";

/// The command that regenerates the Rust source beside a table, and that file.
fn regeneration(table: &Path) -> Option<(String, String)> {
    let generated = table.with_extension("rs");
    let source = fs::read_to_string(&generated).ok()?;
    let (table, generated) = (shell::path(table), shell::path(&generated));
    let mut arguments = vec!["generate", &table, "--output", &generated];
    // The examples of the documentation import from the module that they were generated with.
    let mut imports = source.lines().filter_map(|line| line.trim_start().strip_prefix("/// use "));
    if let Some((module, _)) = imports.next().and_then(|import| import.rsplit_once("::")) {
        arguments.extend(["--examples", module]);
    }
    Some((shell::command(&arguments), generated))
}
