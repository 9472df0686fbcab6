//! Writes to standard output, whose reader may leave, and to standard error, which may be closed.

use std::io::{self, ErrorKind, Write};

use anstyle::AnsiColor;
use serde_json::Value;
use vkyc_status_codegen::text::{is_invisible, shown};

/// Writes data to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    write(&mut anstream::stdout().lock(), text)
}

/// Writes a report to standard output, with colours only on a terminal.
pub(crate) fn report(text: &str) -> io::Result<()> {
    print(&text.split_inclusive('\n').map(line_safe).collect::<String>())
}

/// The width of the terminal that standard output is, if it is one.
pub(crate) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0.into())
}

/// Writes an error to standard error.
pub(crate) fn error(text: &str) {
    let style = AnsiColor::Red.on_default().bold();
    notice_after(&format!("{style}error:{style:#} "), text);
}

/// Writes a warning to standard error.
pub(crate) fn warning(text: &str) {
    let style = AnsiColor::Yellow.on_default().bold();
    notice_after(&format!("{style}warning:{style:#} "), text);
}

/// Writes a message to standard error.
pub(crate) fn notice(text: &str) {
    notice_after("", text);
}

fn notice_after(label: &str, text: &str) {
    let text: String = visible(text).split_inclusive('\n').map(line_safe).collect();
    // If standard error is closed or full, the exit status still tells.
    let _ = writeln!(anstream::stderr().lock(), "{label}{text}");
}

/// Writes a text to what may be a pipe.
pub(crate) fn write(out: &mut impl Write, text: &str) -> io::Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // `| head` has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// A line that GitHub Actions does not take for a workflow command.
pub(crate) fn line_safe(line: &str) -> String {
    let words = line.trim_start();
    let indent = &line[..line.len() - words.len()];
    let mark = if words.starts_with("::") { "\\" } else { "" };
    format!("{indent}{mark}{}", words.replace("##[", "##\\["))
}

/// A text with line breaks and tabs, in which every other invisible character is escaped.
pub(crate) fn visible(text: &str) -> String {
    let pieces = text.split_inclusive(['\n', '\t']).flat_map(|piece| {
        let words = ["\r\n", "\n", "\t"].iter().find_map(|end| piece.strip_suffix(end));
        let words = words.unwrap_or(piece);
        [shown(words), piece[words.len()..].to_owned()]
    });
    pieces.collect()
}

/// A value as JSON, in which invisible characters are escaped.
pub(crate) fn json(value: &Value) -> String {
    let json = format!("{value:#}");
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if is_invisible(c) && c != '\n' {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    // It starts a workflow command wherever it is in a line.
    out.replace("##[", "##\\u005b") + "\n"
}
