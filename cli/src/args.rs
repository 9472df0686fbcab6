//! The command line.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::change::Level;
use crate::report::Format;

pub(crate) const NAME: &str = "vkyc-status";

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let (version, day) = (env!("CARGO_PKG_VERSION"), vkyc_status::SOURCE_RETRIEVED);
    format!("{version} (compiled-in table read from the page on {day})")
});

/// Compares a table of Cashfree's Video KYC statuses for prepaid payment instruments (PPI) with the
/// provider's page, and brings the table up to date
#[derive(Parser)]
#[command(name = NAME, version = VERSION.as_str(), max_term_width = 100)]
#[command(after_help = "\
Exit status: 0 success or in sync, 1 the page differs or a text is not found, 2 error.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Report how the page differs from the table, and which release a crate with the table needs
    #[command(after_help = "\
Exit status: 0 in sync, 1 drift, 2 error.

The page as it is published, at its address with `.md` at the end:

  curl --fail --silent --show-error --location \"$ADDRESS.md\" | vkyc-status check -")]
    Check(Check),
    /// Update the TOML to match the page; comments, order, `actions` and `outcome` are kept
    #[command(after_help = "\
A code that the page no longer lists is marked as retired, and never deleted. A new code comes with
`actions = []` and `outcome = \"\"` for a person to fill in, since the page does not have them.

Exit status: 0 written or nothing to do, 2 error; with --dry-run: 0 in sync, 1 drift, 2 error.")]
    Sync(Sync),
    /// Explain a phase, status code, action, outcome or pair; without TEXT, list them
    #[command(after_help = "\
Finds the names that are TEXT, or else the names and texts that contain it. Letters can be in any
case, and you can write spaces or hyphens instead of `_`. PHASE/CODE is found if it is a documented
pair.

Exit status: 0 found, 1 a text is not found, 2 error.

  vkyc-status lookup PRE_VIDEO_CALL proxy \"dropped off\"")]
    Lookup(Lookup),
    /// Write the table as JSON, CSV, Markdown or TOML
    #[command(after_help = "\
To get a copy of the compiled-in table:

  vkyc-status export --format toml > statuses.toml")]
    Export(Export),
    /// Write the Rust source that the build generates from a table
    #[command(after_help = "\
For a table of your own:

  vkyc-status generate statuses.toml --examples my_crate::statuses --output src/statuses.rs")]
    Generate(Generate),
    /// Write a completion script for a shell
    #[command(after_help = "\
For Bash:

  mkdir -p ~/.local/share/bash-completion/completions
  vkyc-status completions bash > ~/.local/share/bash-completion/completions/vkyc-status

For Zsh, in ~/.zshrc after the line with compinit:

  source <(vkyc-status completions zsh)

For fish:

  mkdir -p ~/.config/fish/completions
  vkyc-status completions fish > ~/.config/fish/completions/vkyc-status.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Args)]
pub(crate) struct PageArgs {
    /// The page: a file, or - for standard input
    #[arg(value_name = "PAGE")]
    pub(crate) path: PathBuf,

    /// Treat codes missing from the page as removed, even if the page looks cut short
    #[arg(long)]
    pub(crate) accept_removals: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) page: PageArgs,

    /// The TOML to compare with [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,

    /// Exit with 1 only at or above this level: major, minor or patch
    #[arg(long, value_name = "LEVEL", default_value = "patch", hide_possible_values = true)]
    pub(crate) fail_on: Level,

    /// Output format
    #[arg(short, long, default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Sync {
    #[command(flatten)]
    pub(crate) page: PageArgs,

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
    /// A name, or some words
    #[arg(value_name = "TEXT")]
    pub(crate) texts: Vec<String>,

    /// The TOML to look in [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Export {
    /// Output format
    #[arg(short, long, default_value = "json")]
    pub(crate) format: ExportFormat,

    /// The TOML to export [default: the table compiled in]
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ExportFormat {
    /// The table without `[[accepted]]`
    Json,
    /// A row for each code
    Csv,
    /// The page's columns, without retired rows, as `check` reads them
    Markdown,
    /// The table itself
    Toml,
}

#[derive(Args)]
pub(crate) struct Generate {
    /// The TOML to generate from [default: the table compiled in]
    #[arg(value_name = "TOML")]
    pub(crate) table: Option<PathBuf>,

    /// The module that examples in the documentation import from [default: no examples]
    #[arg(long, value_name = "MODULE")]
    pub(crate) examples: Option<String>,

    /// Write to this file, which is replaced atomically, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

fn day(text: &str) -> Result<Date, String> {
    let day: Option<Date> = text.parse().ok();
    let day = day.filter(|day| day.to_string() == text);
    day.ok_or_else(|| "write a date of the calendar as YYYY-MM-DD".to_owned())
}
