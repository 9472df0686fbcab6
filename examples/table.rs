//! Prints the table as a person reads it: `cargo run --example table`.

use std::io::{self, Write, stdout};

use vkyc_status::{Phase, SOURCE_RETRIEVED, SOURCE_URL, StatusCode};

fn main() -> io::Result<()> {
    let mut out = stdout().lock();
    let printed = print(&mut out);
    // Whoever reads the other end may stop at any line, as `head` does.
    printed.or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}

fn print(out: &mut impl Write) -> io::Result<()> {
    for phase in Phase::ALL {
        writeln!(out, "{phase} – {}", phase.title())?;
        for code in phase.codes() {
            let actions: Vec<_> = code.actions().iter().map(|action| action.as_str()).collect();
            writeln!(out, "  {code:<35} {}", code.description())?;
            writeln!(out, "  {:<35} → {} [{}]", "", code.recommended_action(), actions.join(", "))?;
        }
        writeln!(out)?;
    }
    let (phases, codes) = (Phase::ALL.len(), StatusCode::ALL.len());
    writeln!(
        out,
        "{phases} phases, {codes} codes, as read on {SOURCE_RETRIEVED} from\n{SOURCE_URL}"
    )
}
