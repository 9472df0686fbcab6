//! Takes signed deliveries; keeps each as it came, with what follows from it, in `SQLite`.
//!
//! `SQLite` has one writer at a time, so one thread owns the connection. It commits all that queued
//! up meanwhile in one transaction.

use std::path::Path;
use std::thread::sleep;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, error, info, warn};

use crate::database::{Database, Fallible, PAUSE, touch};
use crate::event::{Reading, read};
use crate::judge::{APPLIED, CONFLICT, DUPLICATE, FINAL_TASKS, UNCLEAR};
use crate::judge::{Event, Judgement, State, Verdict, is_end, judge};

/// How many deliveries are committed at once.
const GROUP: usize = 128;

pub(crate) struct Delivery {
    pub(crate) received: i64,
    pub(crate) headers: Value,
    pub(crate) body: Bytes,
}

/// What to store, or `None` to see that writing works; and where to say what became of it. If that
/// is dropped, it is not stored.
pub(crate) type Job = (Option<Delivery>, oneshot::Sender<Verdict>);

/// Microseconds since the Unix epoch, as all times here.
pub(crate) fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_micros()).unwrap_or(i64::MAX)
}

/// Opens the database, and interprets what an earlier build could not.
pub(crate) fn start(path: &Path) -> Fallible<Database> {
    let mut database = Database::start(path)?;
    for note in database.transaction(read_again)? {
        log(note);
    }
    Ok(database)
}

/// Ends when nobody can send a job any more.
pub(crate) fn write(mut database: Database, mut queue: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut group, GROUP) > 0 {
        match database.transaction(|db| group.iter().map(|job| keep(db, job)).collect()) {
            Ok(notes) => group.drain(..).zip::<Vec<_>>(notes).for_each(|((_, reply), note)| {
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

fn keep(db: &Connection, (delivery, _): &Job) -> Fallible<Option<Note>> {
    let Some(Delivery { received, headers, body }) = delivery else {
        return touch(db).map(|()| None);
    };
    let insert = "INSERT INTO delivery (received, headers, body, digest) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING RETURNING id";
    let row = params![received, headers.to_string(), body.as_ref(), &Sha256::digest(body)[..]];
    let id = db.prepare_cached(insert)?.query_row(row, |row| row.get(0)).optional()?;
    let (verdict, text) = match id {
        Some(id) => settle(db, id, read(body, *received), false)?,
        None => (DUPLICATE, "byte for byte".into()),
    };
    Ok(Some((verdict, text + &field("attempt", headers["x-webhook-attempt"].as_str()))))
}

fn read_again(db: &Connection) -> Fallible<Vec<Note>> {
    let ids: Vec<i64> = db
        .prepare("SELECT id FROM delivery WHERE verdict = 'unclear' ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut notes = Vec::new();
    for id in ids {
        let select = "SELECT received, body FROM delivery WHERE id = ?";
        let row = db.prepare_cached(select)?.query_row([id], |row| row.try_into())?;
        let (received, body): (_, Vec<u8>) = row;
        let reading = read(&body, received);
        if matches!(reading, Err((_, Judgement { verdict: UNCLEAR, .. }))) {
            continue;
        }
        let close = "UPDATE outbox SET done = ?2
            WHERE event = ?1 AND verdict = 'unclear' AND taken IS NULL AND done IS NULL";
        let asked = db.prepare_cached(close)?.execute([id, now()])? == 0;
        notes.push(settle(db, id, reading, asked)?);
    }
    Ok(notes)
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
