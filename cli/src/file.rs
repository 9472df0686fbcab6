//! Writes files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::{Result, output};

/// Writes a file: a regular one is replaced atomically, into anything else the text is written.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let written = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            let file = OpenOptions::new().write(true).open(path);
            file.and_then(|mut file| output::write(&mut file, text))
        }
        // A link stays, and what it leads to is replaced.
        _ => replace(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), text),
    };
    written.map_err(|error| {
        let reason = match folder(path) {
            folder if folder.exists() => {
                format!("{error}; check the folder, its permissions and the disk")
            }
            folder => format!("the folder {} does not exist; create it", folder.display()),
        };
        format!("{}: cannot be written: {reason}", path.display()).into()
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What the umask leaves of it, as for any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // In the same folder, since a file cannot be renamed to another file system.
    let mut file = builder.prefix(".vkyc-status-").tempfile_in(folder(path))?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
