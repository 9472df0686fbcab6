//! diesel: a struct that derives `Queryable`, with a code that may be `NULL`.

use diesel::connection::SimpleConnection;
use diesel::deserialize;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use vkyc_status::{Open, Phase, StatusCode, VkycStatus};
use vkyc_status_recipes::pairs;

diesel::table! {
    verification (id) {
        id -> Integer,
        status -> Text,
        status_code -> Nullable<Text>,
    }
}

/// A code of the database: `deserialize_as` needs a type of one's own for a column that may be `NULL`.
struct Code(Option<Open<StatusCode>>);

impl Queryable<Nullable<Text>, Sqlite> for Code {
    type Row = Option<String>;

    fn build(text: Option<String>) -> deserialize::Result<Self> {
        Ok(Self(text.map(Open::from)))
    }
}

impl From<Code> for Option<Open<StatusCode>> {
    fn from(code: Code) -> Self {
        code.0
    }
}

#[derive(Debug, PartialEq, Queryable)]
struct Verification {
    id: i32,
    #[diesel(deserialize_as = String)]
    status: Open<Phase>,
    #[diesel(deserialize_as = Code)]
    status_code: Option<Open<StatusCode>>,
}

#[test]
fn pairs_are_stored_as_their_texts() {
    let mut database = SqliteConnection::establish(":memory:").unwrap();
    database
        .batch_execute(
            "CREATE TABLE verification (id INTEGER, status TEXT NOT NULL, status_code TEXT)",
        )
        .unwrap();

    for (id, VkycStatus { status, status_code }) in (0..).zip(pairs()) {
        let row = (
            verification::id.eq(id),
            verification::status.eq(status.as_str()),
            verification::status_code.eq(status_code.as_ref().map(Open::as_str)),
        );
        diesel::insert_into(verification::table).values(row).execute(&mut database).unwrap();
        let read: Verification = verification::table.find(id).first(&mut database).unwrap();
        assert_eq!(read, Verification { id, status, status_code });
    }
}
