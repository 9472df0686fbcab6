//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use toml_edit::Date;

use crate::drift::Level;
use crate::report::Format;

/// Compares the table of Video KYC statuses with the provider's page, and brings it up to date.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say how the page differs from the table, and what level of release that asks for
    #[command(after_help = "\
Exits with 0 if the two are in sync, 1 if they differ, 2 if the page or the table cannot be read.

  curl --fail --silent --show-error --location \"$ADDRESS.md\" | vkyc-status check -")]
    Check(Check),
    /// Rewrite the TOML to match the page; comments, order and actions survive
    #[command(after_help = "\
A new code comes with `actions = []`: the page does not say what its recommended action asks of a
program. The build names the line until a person has filled them in.

Exits with 0 if the TOML is or was up to date, 2 if the page or the table cannot be read. With
--dry-run, 1 if the TOML would change.")]
    Sync(Sync),
    /// Say what a status, a status code or an action means
    #[command(after_help = "\
Exits with 1 if a name is unknown; the nearest ones are listed then.

  vkyc-status lookup PRE_VIDEO_CALL USER_PROXY_DETECTED retry")]
    Lookup(Lookup),
    /// Write the table as JSON, CSV or Markdown
    #[command(
        after_help = "`check` reads the Markdown: vkyc-status export -f markdown | vkyc-status check -"
    )]
    Export(Export),
    /// Write the Rust source that the build generates from a table
    Generate(Generate),
    /// Write a completion script for a shell
    #[command(
        after_help = "  vkyc-status completions bash > ~/.local/share/bash-completion/completions/vkyc-status"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    #[command(after_help = "  vkyc-status man > vkyc-status.1")]
    Man,
}

#[derive(Args)]
pub(crate) struct Page {
    /// The page: a file, or - for standard input
    #[arg(value_name = "PAGE")]
    pub(crate) path: PathBuf,

    /// Take codes that the page lacks for removed, even where it looks cut short
    #[arg(long)]
    pub(crate) accept_removals: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) page: Page,

    /// The TOML to compare with [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,

    /// The lowest level of change that makes it exit with 1
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "patch",
        hide_possible_values = true,
        help = "The lowest level of change that makes it exit with 1: major, minor or patch"
    )]
    pub(crate) fail_on: Level,

    /// For whom the report is
    #[arg(short, long, default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Sync {
    #[command(flatten)]
    pub(crate) page: Page,

    /// The TOML to rewrite
    #[arg(long, value_name = "FILE", default_value = "data/statuses.toml")]
    pub(crate) table: PathBuf,

    /// The day on which the page was read, YYYY-MM-DD [default: today, in UTC]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) date: Option<Date>,

    /// Show what would change as a unified diff, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct Lookup {
    /// A status, status code or action, as the API or the table writes it
    #[arg(required = true, value_name = "TEXT")]
    pub(crate) texts: Vec<String>,

    /// The TOML to look in [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Export {
    /// What to write
    #[arg(short, long, default_value = "json")]
    pub(crate) format: ExportFormat,

    /// The TOML to write [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ExportFormat {
    Json,
    Csv,
    Markdown,
}

#[derive(Args)]
pub(crate) struct Generate {
    /// The TOML to generate from [default: the table compiled in]
    #[arg(value_name = "TOML")]
    pub(crate) table: Option<PathBuf>,

    /// Write to this file, as a whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

fn day(text: &str) -> Result<Date, String> {
    let day: Option<toml_edit::Datetime> = text.parse().ok();
    day.filter(|day| day.time.is_none() && day.offset.is_none())
        .and_then(|day| day.date)
        .ok_or_else(|| "write a day of the calendar as YYYY-MM-DD".to_owned())
}
