//! The commands: each reads its input, does its work, and writes what came of it.

mod check;
mod export;
mod generate;
mod lookup;
mod sync;

use std::io;
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::args::{Cli, Command, NAME};
use crate::{Result, output};

pub(crate) fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check(args) => return check::run(&args),
        Command::Sync(args) => return sync::run(&args),
        Command::Lookup(args) => return lookup::run(&args),
        Command::Export(args) => export::run(&args)?,
        Command::Generate(args) => generate::run(&args)?,
        Command::Completions { shell } => completions(shell)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn completions(shell: clap_complete::Shell) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    // For Bash, clap writes the labels of a name with a hyphen in two ways (clap #6421).
    let script = String::from_utf8_lossy(&script).replace("vkyc__subcmd__status", "vkyc__status");
    output::print(&script)
}
