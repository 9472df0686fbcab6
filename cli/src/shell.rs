//! Commands as a message advises them: each works when it is pasted into a shell.

use std::path::Path;

use vkyc_status_codegen::text::is_invisible;

/// The file that a table of one's own is in where advice is followed.
pub(crate) const OWN_TABLE: &str = "statuses.toml";

/// Copies the table that is compiled in to a file, where there is none.
pub(crate) fn export() -> Option<String> {
    let is_free = !Path::new(OWN_TABLE).exists();
    is_free.then(|| format!("vkyc-status export --format toml > {OWN_TABLE}"))
}

/// How a command gets to work on a table of one's own.
pub(crate) fn own_table() -> String {
    match export() {
        Some(export) => format!(
            "If you have a table of your own, name it with `--table FILE`.\n\
             To write the compiled-in table to a file, which you can edit, run:\n  {export}"
        ),
        None => format!(
            "If the {OWN_TABLE} in this folder is your table, name it with `--table {OWN_TABLE}`."
        ),
    }
}

/// The tool's command with these arguments.
pub(crate) fn command(arguments: &[&str]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
    format!("vkyc-status {}", arguments.join(" "))
}

/// A path as an argument that cannot be taken for an option or for standard input.
pub(crate) fn path(path: &Path) -> String {
    let path = path.display().to_string();
    if path.starts_with('-') { format!("./{path}") } else { path }
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_');
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    if !argument.contains(is_invisible) {
        return format!("'{}'", argument.replace('\'', r"'\''"));
    }
    let escaped = argument.chars().map(|c| match c {
        '\'' | '\\' => format!("\\{c}"),
        c if is_invisible(c) => format!("\\U{:08x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("$'{}'", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_a_shell_needs_it() {
        assert_eq!(command(&["sync", "a/b-c.md"]), "vkyc-status sync a/b-c.md");
        assert_eq!(command(&["sync", "it's a page"]), r"vkyc-status sync 'it'\''s a page'");
        assert_eq!(command(&["$(x)", ""]), "vkyc-status '$(x)' ''");
        assert_eq!(command(&["a\u{1b}'b"]), r"vkyc-status $'a\U0000001b\'b'");
        assert_eq!(path(Path::new("-page.md")), "./-page.md");
    }
}
