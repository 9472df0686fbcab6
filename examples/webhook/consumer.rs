//! Takes tasks from the receiver's outbox, each at least once, in the order in which they were made.
//!
//! A task is marked as done after it was done. A process that dies between the two does it again, so
//! what does the task has to know its `key`, and do each key once.

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::var("WEBHOOK_DATABASE").unwrap_or_else(|_| "webhook.sqlite3".into());
    let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.busy_timeout(Duration::from_secs(30))?;
    loop {
        let next = "SELECT key, task, verification_id, status_code, why FROM outbox
                    WHERE done IS NULL ORDER BY key LIMIT 1";
        let next =
            db.query_row(next, [], |row| <(_, String, _, _, _)>::try_from(row)).optional()?;
        let Some((key, task, id, code, why)) = next else {
            sleep(Duration::from_millis(200));
            continue;
        };
        work(key, &task, [id, code, why])?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
        let done = "UPDATE outbox SET done = ?2 WHERE key = ?1";
        db.execute(done, (key, i64::try_from(now)?))?;
    }
}

/// What a real service does here: send a message, open an account, make a ticket for a person.
fn work(key: i64, task: &str, about: [Option<String>; 3]) -> io::Result<()> {
    let [id, code, why] = about.map(Option::unwrap_or_default);
    writeln!(io::stdout(), "{key} {task} {id:?} {code} {why:?}")
}
