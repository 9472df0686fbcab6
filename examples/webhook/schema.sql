-- Version 2, kept in the database as its user_version. Times are microseconds since the Unix epoch.

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

-- What to do. A consumer sets `taken` before it does a task, and `done` after. A task that nobody has
-- taken is not made again.
CREATE TABLE outbox (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER NOT NULL,       -- delivery.id
    verdict TEXT NOT NULL,        -- The delivery's.
    verification_id TEXT,         -- NULL if the delivery does not say.
    status_code TEXT,             -- NULL if the task does not follow from a new state.
    task TEXT NOT NULL,
    why TEXT,
    time INTEGER NOT NULL,
    held INTEGER,                 -- Set by a conflict: a person clears it, or sets `done`.
    taken INTEGER,
    done INTEGER
) STRICT;
CREATE INDEX to_do ON outbox (key) WHERE done IS NULL AND held IS NULL;
CREATE INDEX open ON outbox (verification_id) WHERE done IS NULL;
CREATE INDEX question ON outbox (event) WHERE verdict = 'unclear';

-- One row, written to see that writing works.
CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), time INTEGER NOT NULL) STRICT;

PRAGMA user_version = 2;
