//! Takes tasks from the receiver's outbox, each at least once, in the order in which they were made.
//!
//! `SQLite` has one writer at a time and no queue for its lock, so the receiver has to be given its
//! turn: one transaction marks up to 100 tasks as done and takes the next ones, and a pause follows.
//! A process that dies does the tasks that it had taken again, so what does a task has to know its
//! `key`, and do each key once.

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::TransactionBehavior::Immediate;
use rusqlite::{Connection, OpenFlags};

/// How long to wait if there is nothing to do.
const PAUSE: Duration = Duration::from_millis(200);
/// How long the database is left to the receiver otherwise.
const TURN: Duration = Duration::from_millis(5);

struct Task {
    key: i64,
    what: String,
    /// The verification, the status code, and why a person is asked.
    about: [Option<String>; 3],
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::var("WEBHOOK_DATABASE").unwrap_or_else(|_| "webhook.sqlite3".into());
    let mut db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.busy_timeout(Duration::from_secs(30))?;
    let mut done = Vec::new();
    loop {
        let tasks = exchange(&mut db, &done)?;
        done.clear();
        for task in tasks {
            // A conflict may have come since it was taken.
            let held = "SELECT held IS NOT NULL FROM outbox WHERE key = ?";
            if db.prepare_cached(held)?.query_row([task.key], |row| row.get(0))? {
                continue;
            }
            match work(&task) {
                Ok(()) => done.push(task.key),
                // It stays to be done.
                Err(error) => eprintln!("task {}: {error}", task.key),
            }
        }
        sleep(if done.is_empty() { PAUSE } else { TURN });
    }
}

/// Marks tasks as done; gives the next ones, among them those that a process took and did not do.
fn exchange(db: &mut Connection, done: &[i64]) -> Result<Vec<Task>, Box<dyn Error>> {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?;
    let transaction = db.transaction_with_behavior(Immediate)?;
    let mark = "UPDATE outbox SET done = ? WHERE key IN (SELECT value FROM json_each(?))";
    transaction.prepare_cached(mark)?.execute((now, format!("{done:?}")))?;
    let take = "UPDATE outbox SET taken = ? WHERE key IN
            (SELECT key FROM outbox WHERE done IS NULL AND held IS NULL ORDER BY key LIMIT 100)
        RETURNING key, task, verification_id, status_code, why";
    let mut tasks: Vec<Task> = transaction
        .prepare_cached(take)?
        .query_map([now], |row| {
            let about = [row.get(2)?, row.get(3)?, row.get(4)?];
            Ok(Task { key: row.get(0)?, what: row.get(1)?, about })
        })?
        .collect::<Result<_, _>>()?;
    transaction.commit()?;
    tasks.sort_by_key(|task| task.key);
    Ok(tasks)
}

/// What a real service does here: send a message, open an account, make a ticket for a person.
fn work(Task { key, what, about }: &Task) -> io::Result<()> {
    let [id, code, why] = about.each_ref().map(|text| text.as_deref().unwrap_or_default());
    writeln!(io::stdout(), "{key} {what} {id:?} {code} {why:?}")
}
