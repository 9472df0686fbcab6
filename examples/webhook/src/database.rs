//! Takes a path; gives transactions on the file that was there at the start, and on no other.
//!
//! To go on with another file, or with a new one, would be to forget what was answered and done.

use std::error::Error;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::TransactionBehavior::Immediate;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tracing::{info, warn};

use crate::store::now;

/// How long to wait for another process that holds the database.
const BUSY: Duration = Duration::from_secs(5);
/// How long to wait after an error.
pub(crate) const PAUSE: Duration = Duration::from_millis(20);

pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;

pub(crate) struct Database {
    /// `None` after an error: it may have left the connection unusable.
    open: Option<Open>,
    path: PathBuf,
    inode: Inode,
    /// Keeps the inode from being given to another file. It is not closed before the end, since that
    /// would release the locks that `SQLite` has on the file.
    _file: File,
}

struct Open {
    connection: Connection,
    /// The write-ahead log, which has what was committed last.
    wal: (PathBuf, Inode),
}

/// A device and a number on it, which a file that is put in the place of another does not share.
type Inode = (u64, u64);

fn inode(metadata: io::Result<Metadata>) -> io::Result<Inode> {
    metadata.map(|metadata| (metadata.dev(), metadata.ino()))
}

impl Database {
    /// Creates the file if there is none.
    pub(crate) fn start(path: &Path) -> Fallible<Self> {
        // SQLite would let others read it.
        let file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => File::open(path)?,
            created => {
                let file = created?;
                warn!("a new database was created, which is right at the first start only");
                file
            }
        };
        let inode = inode(file.metadata())?;
        let mut database = Self { open: None, path: path.into(), inode, _file: file };
        let end = Instant::now() + BUSY;
        database.open = loop {
            match database.open(true) {
                // SQLite does not wait by itself if two that open a new file would wait for each other.
                Err(error) if is_busy(&*error) && Instant::now() < end => sleep(PAUSE),
                result => break Some(result?),
            }
        };
        Ok(database)
    }

    /// Does all of the work or nothing. After an error, the next call opens the file again.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Fallible<T>,
    ) -> Fallible<T> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open(false)?,
        };
        if let Err(error) = self.find(&open) {
            // It has what was committed, also if the file comes back.
            self.open = Some(open);
            return Err(error);
        }
        let transaction = open.connection.transaction_with_behavior(Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        self.open = Some(open);
        Ok(result)
    }

    /// An error if who opens the path would not find what is committed.
    fn find(&self, Open { connection, wal: (path, wal) }: &Open) -> Fallible<()> {
        self.find_file()?;
        if inode(fs::metadata(path)).is_ok_and(|inode| inode == *wal) {
            return Ok(());
        }
        checkpoint(connection)?;
        let path = path.display();
        Err(format!("{path}: deleted or replaced; stop what uses it, then start again").into())
    }

    fn find_file(&self) -> Fallible<()> {
        Err(match inode(fs::metadata(&self.path)) {
            Ok(inode) if inode == self.inode => return Ok(()),
            Ok(_) => {
                "another file is in the place of the database; put it back, or start again".into()
            }
            Err(error) => format!("the database is not there; put it back: {error}").into(),
        })
    }

    fn open(&self, first: bool) -> Fallible<Open> {
        self.find_file()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let mut connection = Connection::open_with_flags(&self.path, flags)?;
        // First of all, since several processes may open a new file at once.
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What was answered 200 outlasts a power failure, too.
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction_with_behavior(Immediate)?;
        match transaction.pragma_query_value(None, "user_version", |row| row.get(0))? {
            2 => {}
            0 if first && !transaction.table_exists(None, "event")? => {
                transaction.execute_batch(include_str!("../schema.sql"))?;
            }
            other => Err(format!("schema {other}: this build needs 2; use another file"))?,
        }
        // A killed process may have left commits that are not on the disk. This one and the checkpoint
        // bring them there, so that an event answered as a duplicate is as durable as a new one.
        touch(&transaction)?;
        transaction.commit()?;
        checkpoint(&connection)?;
        let journal_mode: String =
            connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let synchronous: i64 =
            connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        info!(%journal_mode, synchronous, "opened");
        let wal = PathBuf::from(format!("{}-wal", connection.path().unwrap_or_default()));
        let found = inode(fs::metadata(&wal)).map_err(|error| {
            format!("{}: {error}; SQLite needs a local file system", wal.display())
        })?;
        Ok(Open { connection, wal: (wal, found) })
    }
}

/// Writes to see that writing works.
pub(crate) fn touch(db: &Connection) -> Fallible<()> {
    db.prepare_cached("REPLACE INTO health VALUES (1, ?)")?.execute([now()])?;
    Ok(())
}

/// Moves what was committed from the write-ahead log to the database itself.
fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn is_busy(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<rusqlite::Error>();
    error.and_then(rusqlite::Error::sqlite_error_code) == Some(ErrorCode::DatabaseBusy)
}
