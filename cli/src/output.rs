//! Writing: to standard output, whose reader may leave, to standard error, which may be closed, and
//! to files.

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use serde::Serialize;
use vkyc_status_codegen::text::is_invisible;

/// Writes data to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    write_out(&mut anstream::stdout().lock(), text)
}

/// Writes a report to standard output, with colours only on a terminal.
pub(crate) fn report(text: &str) -> io::Result<()> {
    print(&text.split_inclusive('\n').map(line_safe).collect::<String>())
}

/// Writes a text that may hold anything to standard output: what could not be seen is escaped.
pub(crate) fn plain(text: &str) -> io::Result<()> {
    report(&visible(text))
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

fn write_out(out: &mut impl Write, text: &str) -> io::Result<()> {
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
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_line_end = c == '\r' && chars.peek() == Some(&'\n');
        if is_invisible(c) && !matches!(c, '\n' | '\t') && !is_line_end {
            visible.extend(c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

/// A value as JSON, in which invisible characters are escaped.
pub(crate) fn json(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them always serialize.
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
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

/// Writes a file: a regular one is replaced atomically, into anything else the text is written.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let written = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => write_into(path, text),
        _ => replace(&target(path), text),
    };
    written.map_err(|error| {
        let path = path.display();
        format!(
            "{path}: cannot be written: {error}; check the folder, its permissions and the disk"
        )
        .into()
    })
}

fn write_into(path: &Path, text: &str) -> io::Result<()> {
    write_out(&mut fs::OpenOptions::new().write(true).open(path)?, text)
}

/// The file that a link leads to, or the path itself.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // In the same folder, since a file cannot be renamed to another file system.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What the umask leaves of it, as for any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".vkyc-status-").tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
