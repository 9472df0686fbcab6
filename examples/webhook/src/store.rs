//! Takes signed deliveries; keeps each as it came, with what follows from it, in `SQLite`.
//!
//! `SQLite` has one writer at a time, so one thread owns the connection. It commits all that queued
//! up meanwhile in one transaction. After an error, it opens the database again.

use std::error::Error;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hyper::body::Bytes;
use rusqlite::TransactionBehavior::Immediate;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use tracing::{error, info, warn};

use crate::event::{Reading, read};
use crate::judge::{APPLIED, CONFLICT, DUPLICATE, UNCLEAR};
use crate::judge::{Event, Judgement, State, Verdict, is_end, judge};

/// How many deliveries wait for the writer before the next is refused.
pub(crate) const QUEUE: usize = 256;
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

/// Opens the database at the start, and interprets what an earlier build could not.
pub(crate) fn first_open(path: &Path) -> Fallible<Connection> {
    let end = Instant::now() + BUSY;
    let mut db = loop {
        match open(path) {
            // SQLite does not wait by itself if two that open a new file would wait for each other.
            Err(error) if is_busy(&*error) && Instant::now() < end => sleep(PAUSE),
            result => break result?,
        }
    };
    read_again(&mut db)?;
    Ok(db)
}

fn is_busy(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<rusqlite::Error>();
    error.and_then(rusqlite::Error::sqlite_error_code) == Some(ErrorCode::DatabaseBusy)
}

/// Ends when nobody can send a job any more.
pub(crate) fn write(path: &Path, db: Connection, mut queue: mpsc::Receiver<Job>) {
    let mut db = Some(db);
    let mut group = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut group, GROUP) > 0 {
        match commit(path, &mut db, &group) {
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

/// Leaves a connection in `db` only if all went well.
fn commit(path: &Path, db: &mut Option<Connection>, group: &[Job]) -> Fallible<Vec<Option<Note>>> {
    let mut connection = db.take().map_or_else(|| open(path), Ok)?;
    let transaction = connection.transaction_with_behavior(Immediate)?;
    let notes = group.iter().map(|(delivery, _)| match delivery {
        Some(delivery) => keep(&transaction, delivery).map(Some),
        None => touch(&transaction).map(|_| None),
    });
    let notes = notes.collect::<Result<_, _>>()?;
    transaction.commit()?;
    *db = Some(connection);
    Ok(notes)
}

/// What became of a delivery, and what the log says about it.
type Note = (Verdict, String);

fn log((verdict, text): Note) -> Verdict {
    match verdict {
        CONFLICT | UNCLEAR => warn!("{verdict} {text}"),
        _ => info!("{verdict} {text}"),
    }
    verdict
}

fn open(path: &Path) -> Fallible<Connection> {
    // SQLite would let others read it. What goes wrong here, SQLite reports next.
    _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut db = Connection::open(path)?;
    // First of all, since several processes may open a new file at once.
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    // What was answered 200 outlasts a power failure, too.
    db.pragma_update(None, "synchronous", "FULL")?;
    let transaction = db.transaction_with_behavior(Immediate)?;
    match transaction.pragma_query_value(None, "user_version", |row| row.get(0))? {
        1 => {}
        0 if !transaction.table_exists(None, "event")? => {
            transaction.execute_batch(include_str!("../schema.sql"))?;
        }
        other => Err(format!("schema {other}: this build needs 1; use another file"))?,
    }
    // A killed process may have left commits that are not on the disk. This one and the checkpoint
    // bring them there, so that an event answered as a duplicate is as durable as a new one.
    touch(&transaction)?;
    transaction.commit()?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(db)
}

fn touch(db: &Connection) -> Fallible<usize> {
    Ok(db.prepare_cached("REPLACE INTO health VALUES (1, ?)")?.execute([now()])?)
}

/// Interprets what an earlier build could not. What a person has seen to is left out: the account
/// may be open already.
fn read_again(db: &mut Connection) -> Fallible<()> {
    let transaction = db.transaction_with_behavior(Immediate)?;
    let select = "SELECT id, received, body FROM delivery JOIN outbox ON outbox.event = delivery.id
        WHERE verdict = 'unclear' AND done IS NULL ORDER BY id";
    let unclear: Vec<(i64, i64, Vec<u8>)> = transaction
        .prepare(select)?
        .query_map([], |row| row.try_into())?
        .collect::<Result<_, _>>()?;
    for (id, received, body) in unclear {
        let reading = read(&body, received);
        if !matches!(reading, Err((_, Judgement { verdict: UNCLEAR, .. }))) {
            let done = "UPDATE outbox SET done = ?2 WHERE event = ?1";
            transaction.execute(done, [id, now()])?;
            log(settle(&transaction, id, reading)?);
        }
    }
    Ok(transaction.commit()?)
}

fn keep(db: &Connection, Delivery { received, headers, body }: &Delivery) -> Fallible<Note> {
    let insert = "INSERT INTO delivery (received, headers, body, digest) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING RETURNING id";
    let row = params![received, headers.to_string(), body.as_ref(), &Sha256::digest(body)[..]];
    let id = db.prepare_cached(insert)?.query_row(row, |row| row.get(0)).optional()?;
    let (verdict, text) = match id {
        Some(id) => settle(db, id, read(body, *received))?,
        None => (DUPLICATE, "byte for byte".into()),
    };
    Ok((verdict, format!("attempt={} {text}", headers["x-webhook-attempt"])))
}

/// Stores what follows from a delivery that is kept under this id.
fn settle(db: &Connection, id: i64, reading: Reading) -> Fallible<Note> {
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
    let Judgement { verdict, advance, task, why } = judgement;
    if let (true, Some((code, time, _))) = (advance, event) {
        let row = params![about, code.phase().as_str(), code.as_str(), time, is_end(code)];
        db.prepare_cached("REPLACE INTO verification VALUES (?, ?, ?, ?, ?)")?.execute(row)?;
    }
    let code = event.map(|(code, ..)| code.as_str());
    if task.is_some() {
        let insert = "INSERT INTO outbox (event, verification_id, status_code, task, why, time)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let code = code.filter(|_| verdict == APPLIED);
        let row = params![id, about, code, task, why, now()];
        db.prepare_cached(insert)?.execute(row)?;
    }
    // As `{:?}`, what was received is escaped, so a line stays a line.
    let text = format!("delivery={id} verification_id={about:?} status_code={code:?}");
    Ok((verdict, format!("{text} task={task:?} why={why:?}")))
}

fn state(db: &Connection, id: &str) -> rusqlite::Result<Option<State>> {
    let select = "SELECT status_code, time, ended FROM verification WHERE verification_id = ?";
    let row = db.prepare_cached(select)?.query_row([id], |row| row.try_into()).optional()?;
    Ok(row.map(|(status_code, time, ended)| State { status_code, time, ended }))
}
