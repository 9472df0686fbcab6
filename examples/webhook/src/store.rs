//! Takes signed deliveries; keeps each as it came, with what follows from it, in `SQLite`.
//!
//! `SQLite` has one writer at a time, so one thread owns the connection. It commits all that has
//! queued up meanwhile in one transaction, so one wait for the disk serves a group. After an error
//! it opens the database again, so the error ends with its cause.

use std::error::Error;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::body::Bytes;
use rusqlite::TransactionBehavior::Immediate;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use tracing::{error, info, warn};

use crate::event::{Event, Reading, read};
use crate::judge::{Judgement, State, Verdict, is_end, judge};
use crate::signature::Claim;

/// How many deliveries wait for the writer before the next is refused.
pub(crate) const QUEUE: usize = 256;
/// How many deliveries are committed at once.
const GROUP: usize = 128;
/// How long the writer waits for another process that holds the database.
const BUSY: Duration = Duration::from_secs(5);
/// The `user_version` that the schema sets.
const VERSION: i32 = 1;

pub(crate) struct Delivery {
    pub(crate) received: i64,
    pub(crate) claim: Claim,
    pub(crate) version: Option<String>,
    pub(crate) attempt: Option<String>,
    pub(crate) body: Bytes,
}

/// What to store, or `None` to see that writing works; and where to say what became of it. A sender
/// that is dropped says that it is not stored.
pub(crate) type Job = (Option<Delivery>, oneshot::Sender<&'static str>);

/// Microseconds since the Unix epoch, as all times here.
pub(crate) fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_micros()).unwrap_or(i64::MAX)
}

pub(crate) struct Writer {
    path: PathBuf,
    /// `None` after an error.
    db: Option<Connection>,
}

impl Writer {
    /// Opens the database, and interprets what an earlier build could not.
    pub(crate) fn new(path: &Path) -> Result<Self, Box<dyn Error>> {
        let mut tries = 500;
        let mut db = loop {
            match open(path) {
                // When several processes open a new file, SQLite does not always wait by itself.
                Err(error) if tries > 0 && is_busy(&*error) => sleep(Duration::from_millis(20)),
                other => break other?,
            }
            tries -= 1;
        };
        read_again(&mut db)?;
        Ok(Self { path: path.into(), db: Some(db) })
    }

    /// Ends when nobody can send a job any more.
    pub(crate) fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        while queue.blocking_recv_many(&mut group, GROUP) > 0 {
            match self.commit(&group) {
                Ok(notes) => {
                    for ((_, reply), note) in group.drain(..).zip(notes) {
                        _ = reply.send(note.map_or("", Note::log));
                    }
                }
                Err(error) => {
                    error!(%error, deliveries = group.len(), "not stored");
                    group.clear();
                }
            }
        }
    }

    fn commit(&mut self, group: &[Job]) -> Result<Vec<Option<Note>>, Box<dyn Error>> {
        // It is put back only if all goes well.
        let mut db = match self.db.take() {
            Some(db) => db,
            None => open(&self.path)?,
        };
        let transaction = db.transaction_with_behavior(Immediate)?;
        let keep = |(delivery, _): &Job| match delivery {
            Some(delivery) => keep(&transaction, delivery).map(Some),
            None => touch(&transaction).map(|_| None),
        };
        let notes = group.iter().map(keep).collect::<Result<_, _>>()?;
        transaction.commit()?;
        self.db = Some(db);
        Ok(notes)
    }
}

/// What the log says about a delivery, once it is stored.
struct Note(Verdict, String);

impl Note {
    fn log(self) -> &'static str {
        let Self(verdict, text) = self;
        match verdict {
            Verdict::Conflict | Verdict::Unclear => warn!("{verdict:?} {text}"),
            _ => info!("{verdict:?} {text}"),
        }
        verdict.as_str()
    }
}

fn is_busy(error: &(dyn Error + 'static)) -> bool {
    let code = error.downcast_ref().and_then(rusqlite::Error::sqlite_error_code);
    code == Some(ErrorCode::DatabaseBusy)
}

fn open(path: &Path) -> Result<Connection, Box<dyn Error>> {
    // SQLite would let others read it. What goes wrong here, SQLite reports next.
    _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut db = Connection::open(path)?;
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    // What was answered 200 outlasts a power failure, too.
    db.pragma_update(None, "synchronous", "FULL")?;
    let transaction = db.transaction_with_behavior(Immediate)?;
    match transaction.pragma_query_value(None, "user_version", |row| row.get(0))? {
        VERSION => {}
        0 if !transaction.table_exists(None, "event")? => {
            transaction.execute_batch(include_str!("../schema.sql"))?;
        }
        other => Err(format!("schema {other}: this build needs {VERSION}; use another file"))?,
    }
    // A killed process may have left commits that are not on the disk. This one and the checkpoint
    // bring them there, so that an event answered as a duplicate is as durable as a new one.
    touch(&transaction)?;
    transaction.commit()?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(db)
}

fn touch(db: &Connection) -> rusqlite::Result<usize> {
    db.prepare_cached("REPLACE INTO health VALUES (1, ?)")?.execute([now()])
}

/// Leaves out what a person has seen to: the account may be open already.
fn read_again(db: &mut Connection) -> rusqlite::Result<()> {
    let transaction = db.transaction_with_behavior(Immediate)?;
    let unclear: Vec<(i64, i64, Vec<u8>)> = transaction
        .prepare(
            "SELECT id, received, body FROM delivery JOIN outbox ON outbox.event = delivery.id
             WHERE verdict = 'unclear' AND done IS NULL ORDER BY id",
        )?
        .query_map([], |row| row.try_into())?
        .collect::<Result<_, _>>()?;
    let mut notes = Vec::new();
    for (id, received, body) in unclear {
        match read(&body, received) {
            Reading::Unclear { .. } => {}
            reading => {
                let done = "UPDATE outbox SET done = ?2 WHERE event = ?1";
                transaction.execute(done, [id, now()])?;
                notes.push(settle(&transaction, id, None, reading)?);
            }
        }
    }
    transaction.commit()?;
    for note in notes {
        note.log();
    }
    Ok(())
}

fn keep(db: &Connection, delivery: &Delivery) -> rusqlite::Result<Note> {
    let Delivery { received, claim, version, attempt, body } = delivery;
    let (body, digest) = (body.as_ref(), digest(body));
    let insert = "
        INSERT INTO delivery (received, timestamp, signature, version, attempt, body, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id";
    let row = params![received, claim.timestamp, claim.signature, version, attempt, body, digest];
    let id = db.prepare_cached(insert)?.query_row(row, |row| row.get(0)).optional()?;
    match id {
        Some(id) => settle(db, id, attempt.as_deref(), read(body, *received)),
        None => Ok(Note(Verdict::Duplicate, format!("attempt={attempt:?}, byte for byte"))),
    }
}

/// Stores what follows from a delivery that is kept under this id.
fn settle(
    db: &Connection,
    id: i64,
    attempt: Option<&str>,
    reading: Reading,
) -> rusqlite::Result<Note> {
    let (event, verification_id, mut judgement) = match reading {
        Reading::Event(event) => {
            let judgement = judge(state(db, &event.verification_id)?.as_ref(), &event);
            let verification_id = Some(event.verification_id.clone());
            (Some(event), verification_id, judgement)
        }
        Reading::Unclear { verification_id, why } => {
            (None, verification_id, Judgement::unclear(why))
        }
        Reading::Initiated => (None, None, Judgement::new(Verdict::Unchanged)),
        Reading::NotOurs => (None, None, Judgement::new(Verdict::NotOurs)),
    };
    let update = "UPDATE OR IGNORE delivery SET event = ?, verdict = ?, why = ? WHERE id = ?";
    let mut update = db.prepare_cached(update)?;
    let identity = event.as_ref().map(identity);
    if update.execute(params![identity, judgement.verdict.as_str(), judgement.why, id])? == 0 {
        // Another delivery has this event, in other bytes.
        judgement = Judgement::new(Verdict::Duplicate);
        update.execute(params![None::<&str>, judgement.verdict.as_str(), None::<&str>, id])?;
    }
    let Judgement { verdict, advance, task, why } = judgement;
    let code = event.as_ref().map(|event| event.code.as_str());
    if let (true, Some(Event { code, time, .. })) = (advance, &event) {
        let row =
            params![verification_id, code.phase().as_str(), code.as_str(), time, is_end(*code)];
        db.prepare_cached("REPLACE INTO verification VALUES (?, ?, ?, ?, ?)")?.execute(row)?;
    }
    if task.is_some() {
        let insert = "
            INSERT INTO outbox (event, verification_id, status_code, task, why, time)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let about = code.filter(|_| verdict == Verdict::Applied);
        let row = params![id, verification_id, about, task, why, now()];
        db.prepare_cached(insert)?.execute(row)?;
    }
    // As `{:?}`, what was received is escaped, so a line stays a line.
    let about = format!("delivery={id} attempt={attempt:?} verification_id={verification_id:?}");
    Ok(Note(verdict, format!("{about} status_code={code:?} task={task:?} why={why:?}")))
}

/// The provider gives events no number, so what an event says is its identity. As a digest, a long
/// text makes no long key.
fn identity(Event { verification_id, event_type, code, time }: &Event) -> [u8; 32] {
    let text = json!([verification_id, event_type, code.as_str(), time]).to_string();
    digest(text.as_bytes())
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn state(db: &Connection, id: &str) -> rusqlite::Result<Option<State>> {
    let select = "SELECT status_code, time, ended FROM verification WHERE verification_id = ?";
    let state = |row: &rusqlite::Row| {
        Ok(State { status_code: row.get(0)?, time: row.get(1)?, ended: row.get(2)? })
    };
    db.prepare_cached(select)?.query_row([id], state).optional()
}
