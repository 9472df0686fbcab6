//! Writing: to standard output, whose reader may leave, and to files, as a whole or not at all.

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Writes to standard output, with colours only on a terminal.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // `| head` has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Replaces the file at `path`, or the one that a link there leads to.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = temporary(&target);
    write(&temporary, &target, text).map_err(|error| {
        // What failed is reported; that the attempt leaves nothing behind is all that is left to do.
        let _ = fs::remove_file(&temporary);
        format!("{}: cannot be written: {error}; check its folder and permissions", path.display())
            .into()
    })
}

fn write(temporary: &Path, target: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(temporary)?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::metadata(target) {
        file.set_permissions(metadata.permissions())?;
    }
    file.sync_all()?;
    fs::rename(temporary, target)
}

/// Beside the target, so that renaming does not cross file systems.
fn temporary(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}
