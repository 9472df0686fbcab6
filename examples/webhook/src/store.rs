//! Takes signed deliveries; keeps each as it came, with what follows from it, in `SQLite`.
//!
//! `SQLite` has one writer at a time, so one thread owns the connection. It commits all that queued
//! up meanwhile in one transaction. After an error, it opens the database again.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use rusqlite::TransactionBehavior::Immediate;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, error, info, warn};

use crate::event::{Reading, read};
use crate::judge::{APPLIED, CONFLICT, DUPLICATE, FINAL_TASKS, UNCLEAR};
use crate::judge::{Event, Judgement, State, Verdict, is_end, judge};

/// How many deliveries are committed at once.
const GROUP: usize = 128;
/// How long the writer waits for another process that holds the database.
const BUSY: Duration = Duration::from_secs(5);
/// How long to wait after an error.
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) struct Delivery {
    pub(crate) received: i64,
    pub(crate) headers: Value,
    pub(crate) body: Bytes,
}

/// What to store, or `None` to see that writing works; and where to say what became of it. If that
/// is dropped, it is not stored.
pub(crate) type Job = (Option<Delivery>, oneshot::Sender<Verdict>);

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Microseconds since the Unix epoch, as all times here.
pub(crate) fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_micros()).unwrap_or(i64::MAX)
}

/// The database, which is the file of the start until the process ends.
pub(crate) struct Store {
    /// `None` after an error: it may have left the connection unusable.
    open: Option<Open>,
    path: PathBuf,
    inode: Inode,
    /// Keeps the inode from being given to another file. It is not closed before the end, since that
    /// would release the locks that `SQLite` has on the file.
    _file: File,
}

struct Open {
    db: Connection,
    /// The file to which it writes commits first.
    wal: (PathBuf, Inode),
}

/// The device and the number on it: a file that is put in the place of another has another one.
type Inode = (u64, u64);

fn inode(path: &Path) -> io::Result<Inode> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

impl Store {
    /// Creates the file if there is none, and interprets what an earlier build could not.
    pub(crate) fn start(path: &Path) -> Fallible<Self> {
        // SQLite would let others read it.
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let file = match file {
            Ok(file) => {
                warn!("a new database was created, which is right at the first start only");
                file
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => File::open(path)?,
            Err(error) => return Err(error.into()),
        };
        let mut store = Self { open: None, path: path.into(), inode: inode(path)?, _file: file };
        let end = Instant::now() + BUSY;
        let mut open = loop {
            match store.open(true) {
                // SQLite does not wait by itself if two that open a new file would wait for each other.
                Err(error) if is_busy(&*error) && Instant::now() < end => sleep(PAUSE),
                result => break result?,
            }
        };
        read_again(&mut open.db)?;
        store.open = Some(open);
        Ok(store)
    }

    /// Ends when nobody can send a job any more.
    pub(crate) fn write(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        while queue.blocking_recv_many(&mut group, GROUP) > 0 {
            match self.commit(&group) {
                Ok(notes) => group.drain(..).zip(notes).for_each(|((_, reply), note)| {
                    _ = reply.send(note.map_or("", log));
                }),
                Err(error) => {
                    error!(%error, deliveries = group.len(), "not stored");
                    group.clear();
                    // Until the cause is gone, errors must not fill the log.
                    sleep(PAUSE);
                }
            }
        }
    }

    fn commit(&mut self, group: &[Job]) -> Fallible<Vec<Option<Note>>> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open(false)?,
        };
        if let Err(error) = self.find(&open) {
            // It holds what was committed.
            self.open = Some(open);
            return Err(error);
        }
        let notes = keep_all(&mut open.db, group)?;
        self.open = Some(open);
        Ok(notes)
    }

    /// An error if what is committed would not be found by who opens the path.
    fn find(&self, Open { db, wal: (path, wal) }: &Open) -> Fallible<()> {
        self.find_database()?;
        if inode(path).is_ok_and(|inode| inode == *wal) {
            return Ok(());
        }
        // What the file has goes into the database.
        checkpoint(db)?;
        Err(format!("{}: deleted or replaced; stop what uses it, then start", path.display())
            .into())
    }

    fn find_database(&self) -> Fallible<()> {
        match inode(&self.path) {
            Ok(inode) if inode == self.inode => Ok(()),
            Ok(_) => {
                Err("another file is in place of the database; put it back, or start again".into())
            }
            Err(error) => Err(format!("the database is not there; put it back: {error}").into()),
        }
    }

    fn open(&self, first: bool) -> Fallible<Open> {
        self.find_database()?;
        let mut db = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // First of all, since several processes may open a new file at once.
        db.busy_timeout(BUSY)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // What was answered 200 outlasts a power failure, too.
        db.pragma_update(None, "synchronous", "FULL")?;
        let transaction = db.transaction_with_behavior(Immediate)?;
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
        checkpoint(&db)?;
        let journal_mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let synchronous: i64 = db.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        info!(%journal_mode, synchronous, "opened");
        let wal = PathBuf::from(format!("{}-wal", db.path().unwrap_or_default()));
        let inode = inode(&wal)?;
        Ok(Open { db, wal: (wal, inode) })
    }
}

fn is_busy(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<rusqlite::Error>();
    error.and_then(rusqlite::Error::sqlite_error_code) == Some(ErrorCode::DatabaseBusy)
}

/// Moves what was committed to the database itself.
fn checkpoint(db: &Connection) -> rusqlite::Result<()> {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn touch(db: &Connection) -> Fallible<usize> {
    Ok(db.prepare_cached("REPLACE INTO health VALUES (1, ?)")?.execute([now()])?)
}

/// Interprets what an earlier build could not.
fn read_again(db: &mut Connection) -> Fallible<()> {
    let transaction = db.transaction_with_behavior(Immediate)?;
    let unclear: Vec<i64> = transaction
        .prepare("SELECT id FROM delivery WHERE verdict = 'unclear' ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in unclear {
        let mut select =
            transaction.prepare_cached("SELECT received, body FROM delivery WHERE id = ?")?;
        let (received, body): (_, Vec<u8>) = select.query_row([id], |row| row.try_into())?;
        let reading = read(&body, received);
        if matches!(reading, Err((_, Judgement { verdict: UNCLEAR, .. }))) {
            continue;
        }
        let close = "UPDATE outbox SET done = ?2
            WHERE event = ?1 AND verdict = 'unclear' AND taken IS NULL AND done IS NULL";
        let asked = transaction.prepare_cached(close)?.execute([id, now()])? == 0;
        log(settle(&transaction, id, reading, asked)?);
    }
    Ok(transaction.commit()?)
}

fn keep_all(db: &mut Connection, group: &[Job]) -> Fallible<Vec<Option<Note>>> {
    let transaction = db.transaction_with_behavior(Immediate)?;
    let notes = group.iter().map(|(delivery, _)| match delivery {
        Some(delivery) => keep(&transaction, delivery).map(Some),
        None => touch(&transaction).map(|_| None),
    });
    let notes = notes.collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(notes)
}

/// What became of a delivery, and what the log says about it.
type Note = (Verdict, String);

fn log((verdict, text): Note) -> Verdict {
    match verdict {
        CONFLICT | UNCLEAR => warn!("{verdict} {text}"),
        // Anyone can repeat a delivery, which must not fill the log.
        DUPLICATE => debug!("{verdict} {text}"),
        _ => info!("{verdict} {text}"),
    }
    verdict
}

fn keep(db: &Connection, Delivery { received, headers, body }: &Delivery) -> Fallible<Note> {
    let insert = "INSERT INTO delivery (received, headers, body, digest) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING RETURNING id";
    let row = params![received, headers.to_string(), body.as_ref(), &Sha256::digest(body)[..]];
    let id = db.prepare_cached(insert)?.query_row(row, |row| row.get(0)).optional()?;
    let (verdict, text) = match id {
        Some(id) => settle(db, id, read(body, *received), false)?,
        None => (DUPLICATE, "byte for byte".into()),
    };
    Ok((verdict, text + &field("attempt", headers["x-webhook-attempt"].as_str())))
}

/// Stores what follows from a delivery that is kept under this id. If a person was asked about it
/// before, nothing is done without asking again: the person may have done it.
fn settle(db: &Connection, id: i64, reading: Reading, asked: bool) -> Fallible<Note> {
    let (event, about, mut judgement) = match reading {
        Ok(event) => {
            let judgement = judge(state(db, &event.verification_id)?.as_ref(), &event);
            // The provider gives events no number, so what an event says is its identity.
            let Event { verification_id, kind, code, time } = event;
            let identity = json!([verification_id, kind, code.as_str(), time]).to_string();
            (Some((code, time, Sha256::digest(identity))), Some(verification_id), judgement)
        }
        Err((id, judgement)) => (None, id, judgement),
    };
    let update = "UPDATE OR IGNORE delivery SET event = ?, verdict = ?, why = ? WHERE id = ?";
    let mut update = db.prepare_cached(update)?;
    let identity = event.as_ref().map(|(.., identity)| &identity[..]);
    if update.execute(params![identity, judgement.verdict, judgement.why, id])? == 0 {
        // Another delivery has this event, in other bytes.
        judgement = Judgement::nothing(DUPLICATE);
        update.execute(params![None::<i64>, judgement.verdict, None::<i64>, id])?;
    }
    if asked {
        judgement = judgement.ask_again();
    }
    let Judgement { verdict, advance, task, why } = judgement;
    if let (true, Some((code, time, _))) = (advance, event) {
        let row = params![about, code.phase().as_str(), code.as_str(), time, is_end(code)];
        db.prepare_cached("REPLACE INTO verification VALUES (?, ?, ?, ?, ?)")?.execute(row)?;
    }
    if verdict == CONFLICT {
        let hold = "UPDATE outbox SET held = 1
            WHERE verification_id = ? AND done IS NULL AND task IN (?, ?, ?)";
        let [a, b, c] = FINAL_TASKS;
        db.prepare_cached(hold)?.execute(params![about, a, b, c])?;
    }
    let code = event.map(|(code, ..)| code.as_str());
    if task.is_some() {
        let insert = "INSERT INTO outbox (event, verdict, verification_id, status_code, task, why, time)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?2 = 'unclear' OR NOT EXISTS (SELECT 1 FROM outbox
                WHERE verification_id = ?3 AND task = ?5 AND status_code IS ?4 AND verdict <> 'unclear'
                AND taken IS NULL AND done IS NULL)";
        let code = code.filter(|_| verdict == APPLIED);
        let row = params![id, verdict, about, code, task, why, now()];
        db.prepare_cached(insert)?.execute(row)?;
    }
    let [about, code, task] =
        [("verification_id", about.as_deref()), ("status_code", code), ("task", task)]
            .map(|(name, value)| field(name, value));
    let why = why.map(|why| format!(" why={why:?}")).unwrap_or_default();
    Ok((verdict, format!("delivery={id}{about}{code}{task}{why}")))
}

/// Part of a line of the log. What was received is escaped, so a line stays a line.
fn field(name: &str, value: Option<&str>) -> String {
    value.map(|value| format!(" {name}={}", value.escape_debug())).unwrap_or_default()
}

fn state(db: &Connection, id: &str) -> rusqlite::Result<Option<State>> {
    let select = "SELECT status_code, time, ended FROM verification WHERE verification_id = ?";
    let row = db.prepare_cached(select)?.query_row([id], |row| row.try_into()).optional()?;
    Ok(row.map(|(status_code, time, ended)| State { status_code, time, ended }))
}
