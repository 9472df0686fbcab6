//! `check`: how the page differs from the table.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use vkyc_status_codegen::Diagnostic;

use crate::args::Check;
use crate::compare::compare;
use crate::input::{self, Input};
use crate::report::{Format, Report};
use crate::{Result, output, shell};

pub(crate) fn run(args: &Check) -> Result<ExitCode> {
    let input = Input::read(args.table.as_deref())?;
    let page = input::page(&args.page.path, args.page.accept_removals, &input)?;
    let comparison = compare(&input.table, &page);
    for row in &comparison.stale {
        let message = format!("{} is no longer needed", row.what);
        let warning = match &input.file {
            Some(file) => Diagnostic::new(file, row.position, message).help("`sync` removes it"),
            None => Diagnostic::new(input.name(), None, message),
        };
        output::warning(&warning.to_string());
    }
    let (advice, commands) = advice(args);
    let report = Report { input: &input, comparison: &comparison, advice, commands };
    if args.format == Format::Github {
        summarize(&report)?;
    }
    let text = report.render(args.format, output::width());
    match args.format {
        // It is made of workflow commands.
        Format::Github | Format::Json => output::print(&text)?,
        Format::Text | Format::Markdown | Format::Changelog => output::report(&text)?,
    }
    let fails = report.level().is_some_and(|level| level >= args.fail_on);
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// How to bring a table up to date: a sentence, and the commands.
fn advice(args: &Check) -> (String, Vec<String>) {
    let is_stdin = input::is_standard_input(&args.page.path);
    let page = if is_stdin { "page.md".to_owned() } else { shell::path(&args.page.path) };
    let save = if is_stdin { "save the page as page.md, then run" } else { "run" };
    let table = args.table.as_deref().map_or(shell::OWN_TABLE.to_owned(), shell::path);
    let command = |name: &str| {
        let accept = args.page.accept_removals.then_some("--accept-removals");
        let arguments = [name, &*page, "--table", &*table].into_iter().chain(accept);
        shell::command(&arguments.collect::<Vec<_>>())
    };
    if args.table.is_some() {
        return (format!("To update the table, {save}:"), vec![command("sync")]);
    }
    match shell::export() {
        Some(export) => (
            format!(
                "If you have a table of your own, add `--table FILE`. To get one that is up to \
                 date, {save}:"
            ),
            vec![export, command("sync")],
        ),
        // It may be the table that was meant.
        None => (
            format!("To compare the {table} in this folder instead, {save}:"),
            vec![command("check")],
        ),
    }
}

/// Adds the report to the summary of the job, where there is one.
fn summarize(report: &Report<'_>) -> Result<()> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let file = OpenOptions::new().append(true).create(true).open(&path);
    let text = report.render(Format::Markdown, None);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        let path = Path::new(&path).display();
        format!("{path}: cannot be written: {error}; unset GITHUB_STEP_SUMMARY").into()
    })
}
