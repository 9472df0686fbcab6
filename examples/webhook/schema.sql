-- Version 1, kept in the database as its user_version. Times are microseconds since the Unix epoch.

-- What came with a valid signature, as it came.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    received INTEGER NOT NULL,
    headers TEXT NOT NULL,        -- Those of the provider, as JSON.
    body BLOB NOT NULL,
    digest BLOB NOT NULL UNIQUE,  -- SHA-256 of the body: the same bytes are stored once.
    event BLOB UNIQUE,            -- SHA-256 of what makes two events the same: it is applied once.
    verdict TEXT,
    why TEXT
) STRICT;
CREATE INDEX unclear ON delivery (id) WHERE verdict = 'unclear';

-- Where each verification stands.
CREATE TABLE verification (
    verification_id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    status_code TEXT NOT NULL,
    time INTEGER NOT NULL,        -- The event's.
    ended INTEGER NOT NULL        -- 1 after a decision.
) STRICT, WITHOUT ROWID;

-- What to do. Whoever has done it sets `done`. A task that is not done is not made again.
CREATE TABLE outbox (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER NOT NULL,       -- delivery.id
    verification_id TEXT,         -- NULL if the delivery does not say.
    status_code TEXT,             -- NULL if the task is about the delivery and not the state.
    task TEXT NOT NULL,
    why TEXT,
    time INTEGER NOT NULL,
    done INTEGER
) STRICT;
CREATE INDEX to_do ON outbox (key) WHERE done IS NULL;
CREATE UNIQUE INDEX once ON outbox (verification_id, task, status_code) WHERE done IS NULL;

-- One row, written to see that writing works.
CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), time INTEGER NOT NULL) STRICT;

PRAGMA user_version = 1;
