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
        Command::Man { command } => man(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn completions(shell: clap_complete::Shell) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    output::print(&String::from_utf8_lossy(&script))
}

fn man(name: Option<&str>) -> Result<()> {
    let mut cli = Cli::command();
    // The names of the pages that the first page refers to.
    cli.build();
    let command = match name {
        Some(name) => cli.find_subcommand(name).cloned().ok_or_else(|| {
            let names = cli.get_subcommands().map(clap::Command::get_name);
            let names: Vec<_> = names.filter(|name| *name != "help").collect();
            format!("no such command: {name:?}; name one of {}", names.join(", "))
        })?,
        None => cli,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(output::print(&String::from_utf8_lossy(&page))?)
}
