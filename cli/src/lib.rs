//! `vkyc-status`: compares the table with the provider's page, and brings it up to date.

mod args;
mod drift;
mod export;
#[doc(hidden)]
pub mod guards;
mod input;
mod lookup;
mod output;
#[doc(hidden)]
pub mod page;
#[cfg(test)]
mod properties;
mod report;
mod sync;
mod words;

use std::error::Error;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use vkyc_status_codegen::Builder;

use args::{Check, Cli, Command, Export, Generate, Lookup, Sync};
use input::Toml;
use report::{Format, Report};

type Result<T = Verdict, E = Box<dyn Error>> = std::result::Result<T, E>;

/// What a command found; trouble is an error.
enum Verdict {
    Fine,
    Drift,
}

/// Runs the tool on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Drift) => ExitCode::from(1),
        Err(error) => {
            let style = anstyle::AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{style}error:{style:#} {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result {
    match command {
        Command::Check(args) => check(&args),
        Command::Sync(args) => sync(&args),
        Command::Lookup(args) => lookup(&args),
        Command::Export(args) => export(&args),
        Command::Generate(args) => generate(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "vkyc-status", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            print(&String::from_utf8_lossy(&page))
        }
    }
}

fn check(args: &Check) -> Result {
    let toml = Toml::read(args.table.as_deref())?;
    let table = toml.table()?;
    let page = input::page(&args.page.path, &table, args.page.accept_removals)?;
    let changes = drift::changes(&table, &page);
    let report =
        Report { table: &table, file: &toml.file, remedy: &remedy(args), changes: &changes };
    if args.format == Format::Github {
        summarize(&report)?;
    }
    print(&report.write(args.format))?;
    let fails = drift::level(&changes).is_some_and(|level| level >= args.fail_on);
    Ok(if fails { Verdict::Drift } else { Verdict::Fine })
}

/// The command that takes over what `check` found.
fn remedy(args: &Check) -> String {
    let mut command = format!("vkyc-status sync {}", quoted(&args.page.path));
    if let Some(table) = &args.table {
        command = format!("{command} --table {}", quoted(table));
    }
    if args.page.accept_removals {
        command.push_str(" --accept-removals");
    }
    command
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_');
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Adds the report to the summary of the job, where there is one.
fn summarize(report: &Report<'_>) -> Result<()> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|p| !p.is_empty()) else {
        return Ok(());
    };
    let mut summary = OpenOptions::new();
    let summary = summary.append(true).create(true).open(&path);
    let written =
        summary.and_then(|mut file| file.write_all(report.write(Format::Markdown).as_bytes()));
    written.map_err(|error| {
        let path = Path::new(&path).display();
        format!("{path}: cannot be written: {error}; unset GITHUB_STEP_SUMMARY").into()
    })
}

fn sync(args: &Sync) -> Result {
    let toml = Toml::read(Some(&args.table))?;
    let table = toml.table()?;
    let page = input::page(&args.page.path, &table, args.page.accept_removals)?;
    let changes = drift::changes(&table, &page);
    let update = sync::Update::new(&toml, &page, &changes, args.date.unwrap_or_else(sync::today))?;
    if args.dry_run {
        print(&update.diff(&toml))?;
        return Ok(if changes.is_empty() { Verdict::Fine } else { Verdict::Drift });
    }
    if update.text != toml.text {
        output::replace(&args.table, &update.text)?;
    }
    print(&update.report(&args.table, &table, &changes))
}

fn lookup(args: &Lookup) -> Result {
    let table = Toml::read(args.table.as_deref())?.table()?;
    let (meanings, unknown): (Vec<_>, Vec<_>) =
        args.texts.iter().map(|text| lookup::find(&table, text)).partition(Result::is_ok);
    let meanings: Vec<String> = meanings.into_iter().flatten().collect();
    output::print(&meanings.join("\n"))?;
    for unknown in unknown.iter().filter_map(|unknown| unknown.as_ref().err()) {
        anstream::eprintln!("{unknown}");
    }
    Ok(if unknown.is_empty() { Verdict::Fine } else { Verdict::Drift })
}

fn export(args: &Export) -> Result {
    let table = Toml::read(args.table.as_deref())?.table()?;
    print(&export::write(&table, args.format))
}

fn generate(args: &Generate) -> Result {
    let toml = Toml::read(args.table.as_deref())?;
    let source = Builder::new(&toml.file).text(&toml.text).examples("vkyc_status").source()?;
    match &args.output {
        Some(path) => output::replace(path, &source)?,
        None => output::print(&source)?,
    }
    Ok(Verdict::Fine)
}

fn print(text: &str) -> Result {
    output::print(text)?;
    Ok(Verdict::Fine)
}
