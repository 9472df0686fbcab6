//! `vkyc-status`: compares a table of statuses with the provider's page, and brings it up to date.

use std::process::ExitCode;

fn main() -> ExitCode {
    vkyc_status_cli::main()
}
