//! Takes events; keeps each once, the state of every verification, and what to do next.
//!
//! A row of `event` stands for all deliveries of one event: the provider gives events no number, so
//! what an event says is its key. It is written in one transaction with what follows from it; a
//! process that dies before the commit has done nothing, after it everything.
//!
//! Events may arrive out of order. An earlier one than the state's is kept and changes nothing; of
//! two with the same time, the one that arrives later wins.

use std::path::Path;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Row, SqliteConnection};
use vkyc_status::{Open, VkycStatus};

use super::receive::{Data, Webhook};
use super::task::task;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS event (
        verification_id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        event_time TEXT NOT NULL,
        status TEXT NOT NULL,
        status_code TEXT NOT NULL,  -- '' without one: NULLs would not be duplicates
        seconds REAL,               -- event_time since the Unix epoch, NULL if it cannot be read
        PRIMARY KEY (verification_id, event_type, event_time, status, status_code)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS verification (
        verification_id TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        status_code TEXT NOT NULL,
        seconds REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY,
        verification_id TEXT NOT NULL,
        status_code TEXT NOT NULL,
        task TEXT NOT NULL
    ) STRICT;
";

#[derive(Clone)]
pub(crate) struct Store(SqlitePool);

pub(crate) enum Outcome {
    /// The state is the event's, and the outbox has the task.
    Applied { task: &'static str },
    /// The event was taken before.
    Duplicate,
    /// The state is that of a later event.
    Superseded,
    /// The event cannot be acted on; the state is still this one, if there is one.
    Unclear { why: String, state: Option<VkycStatus> },
}

impl Outcome {
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Duplicate => "duplicate",
            Self::Superseded => "superseded",
            Self::Unclear { .. } => "unclear",
        }
    }
}

impl Store {
    pub(crate) async fn open(path: &Path) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was answered 2xx outlasts a power failure, too.
            .synchronous(SqliteSynchronous::Full);
        // SQLite has one writer at a time: to queue for the one connection beats polling a lock.
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Self(pool))
    }

    pub(crate) async fn take(&self, webhook: &Webhook) -> sqlx::Result<Outcome> {
        // Immediate, because another process may hold the file while one replaces the other.
        let mut transaction = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let outcome = match add(&mut transaction, webhook).await? {
            Some(seconds) => apply(&mut transaction, &webhook.data, seconds).await?,
            None => Outcome::Duplicate,
        };
        transaction.commit().await?;
        Ok(outcome)
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

/// The time of a new event, if it can be read; `None` for a duplicate.
///
/// `unixepoch` reads what the provider's samples have: `T` or a space, and `Z`, an offset or neither.
async fn add(db: &mut SqliteConnection, webhook: &Webhook) -> sqlx::Result<Option<Option<f64>>> {
    let (status, status_code) = texts(&webhook.data.status);
    let insert = "
        INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, unixepoch(?3, 'subsec'))
        ON CONFLICT DO NOTHING RETURNING seconds";
    sqlx::query_scalar(insert)
        .bind(&webhook.data.verification_id)
        .bind(&webhook.event_type)
        .bind(&webhook.event_time)
        .bind(status)
        .bind(status_code)
        .fetch_optional(db)
        .await
}

async fn apply(
    db: &mut SqliteConnection,
    data: &Data,
    seconds: Option<f64>,
) -> sqlx::Result<Outcome> {
    let Data { verification_id, status } = data;
    let (code, seconds) = match (status.documented(), seconds) {
        (Ok(code), Some(seconds)) => (code, seconds),
        (Ok(_), None) => return unclear(db, verification_id, "event_time cannot be read").await,
        (Err(undocumented), _) => return unclear(db, verification_id, undocumented).await,
    };
    if !advance(db, data, seconds).await? {
        return Ok(Outcome::Superseded);
    }
    let task = task(code);
    sqlx::query("INSERT INTO outbox (verification_id, status_code, task) VALUES (?, ?, ?)")
        .bind(verification_id)
        .bind(code.as_str())
        .bind(task)
        .execute(db)
        .await?;
    Ok(Outcome::Applied { task })
}

async fn unclear(
    db: &mut SqliteConnection,
    verification_id: &str,
    why: impl ToString,
) -> sqlx::Result<Outcome> {
    Ok(Outcome::Unclear { why: why.to_string(), state: state(db, verification_id).await? })
}

/// Whether the state is now that of the data: a later event may have set it already.
async fn advance(db: &mut SqliteConnection, data: &Data, seconds: f64) -> sqlx::Result<bool> {
    let (status, status_code) = texts(&data.status);
    let upsert = "
        INSERT INTO verification VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
            status = excluded.status, status_code = excluded.status_code, seconds = excluded.seconds
        WHERE excluded.seconds >= verification.seconds";
    let done = sqlx::query(upsert)
        .bind(&data.verification_id)
        .bind(status)
        .bind(status_code)
        .bind(seconds)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Open, not strict: a newer build may have written a code that this one does not know.
async fn state(db: &mut SqliteConnection, id: &str) -> sqlx::Result<Option<VkycStatus>> {
    let select = "SELECT status, status_code FROM verification WHERE verification_id = ?";
    let Some(row) = sqlx::query(select).bind(id).fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some(VkycStatus {
        status: row.try_get::<String, _>(0)?.into(),
        status_code: Some(row.try_get::<String, _>(1)?.into()),
    }))
}

fn texts(status: &VkycStatus) -> (&str, &str) {
    (status.status.as_str(), status.status_code.as_ref().map_or("", Open::as_str))
}
