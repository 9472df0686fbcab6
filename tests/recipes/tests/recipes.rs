//! What the documentation of the library says to write: to store pairs by rusqlite, diesel and sqlx, to take
//! a code from the command line by clap, and to describe a pair by utoipa.

use vkyc_status::{Open, Phase, StatusCode, VkycStatus};

const TABLE: &str = "CREATE TABLE verification (id INTEGER, status TEXT NOT NULL, status_code TEXT)";

/// Every documented pair, and two that the table does not list.
fn pairs() -> Vec<VkycStatus> {
    let documented = StatusCode::ALL.iter().map(|code| VkycStatus::from(*code));
    let unknown = [Some("NEW"), None].map(|code| VkycStatus {
        status: "not documented".into(),
        status_code: code.map(Open::from),
    });
    documented.chain(unknown).collect()
}

#[test]
fn rusqlite_stores_pairs_as_their_texts() {
    use rusqlite::{Connection, Row, params};

    fn read(row: &Row<'_>) -> rusqlite::Result<VkycStatus> {
        Ok(VkycStatus {
            status: row.get::<_, String>("status")?.into(),
            status_code: row.get::<_, Option<String>>("status_code")?.map(Open::from),
        })
    }

    let database = Connection::open_in_memory().unwrap();
    database.execute(TABLE, []).unwrap();
    let insert = "INSERT INTO verification VALUES (?, ?, ?)";
    for (id, VkycStatus { status, status_code }) in (0..).zip(&pairs()) {
        let row: (i32, _, _) = (id, status.as_str(), status_code.as_ref().map(Open::as_str));
        database.execute(insert, params![row.0, row.1, row.2]).unwrap();
    }
    let mut select = database.prepare("SELECT * FROM verification ORDER BY id").unwrap();
    let read: Vec<_> = select.query_map([], read).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, pairs());
}

mod diesel {
    use ::diesel::connection::SimpleConnection;
    use ::diesel::deserialize;
    use ::diesel::prelude::*;
    use ::diesel::sql_types::{Nullable, Text};
    use ::diesel::sqlite::Sqlite;

    use super::{Open, Phase, StatusCode, VkycStatus};

    ::diesel::table! {
        verification (id) {
            id -> Integer,
            status -> Text,
            status_code -> Nullable<Text>,
        }
    }

    /// `deserialize_as` needs a type of one's own for a column that may be `NULL`.
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
    fn stores_pairs_as_their_texts() {
        let mut database = SqliteConnection::establish(":memory:").unwrap();
        database.batch_execute(super::TABLE).unwrap();
        for (id, VkycStatus { status, status_code }) in (0..).zip(super::pairs()) {
            let row = (
                verification::id.eq(id),
                verification::status.eq(status.as_str()),
                verification::status_code.eq(status_code.as_ref().map(Open::as_str)),
            );
            ::diesel::insert_into(verification::table).values(row).execute(&mut database).unwrap();
            let read: Verification = verification::table.find(id).first(&mut database).unwrap();
            assert_eq!(read, Verification { id, status, status_code });
        }
    }
}

mod sqlx {
    use ::sqlx::sqlite::SqlitePool;
    use ::sqlx::{FromRow, query, query_as};

    use super::{Open, Phase, StatusCode, VkycStatus};

    /// `try_from` needs a type of one's own for a column that may be `NULL`.
    #[derive(Debug, PartialEq)]
    struct Code(Option<Open<StatusCode>>);

    impl From<Option<String>> for Code {
        fn from(text: Option<String>) -> Self {
            Self(text.map(Open::from))
        }
    }

    #[derive(Debug, PartialEq, FromRow)]
    struct Verification {
        id: i64,
        #[sqlx(try_from = "String")]
        status: Open<Phase>,
        #[sqlx(try_from = "Option<String>")]
        status_code: Code,
    }

    #[test]
    fn stores_pairs_as_their_texts() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
            query(super::TABLE).execute(&pool).await.unwrap();
            for (id, VkycStatus { status, status_code }) in (0..).zip(super::pairs()) {
                let insert = query("INSERT INTO verification VALUES (?, ?, ?)").bind(id);
                let code = status_code.as_ref().map(Open::as_str);
                insert.bind(status.as_str()).bind(code).execute(&pool).await.unwrap();
                let select = query_as("SELECT * FROM verification WHERE id = ?").bind(id);
                let read: Verification = select.fetch_one(&pool).await.unwrap();
                assert_eq!(read, Verification { id, status, status_code: Code(status_code) });
            }
        });
    }
}

mod clap {
    use ::clap::Parser;
    use ::clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
    use vkyc_status::StatusCode;

    #[derive(Debug, Parser)]
    struct Arguments {
        /// A status code.
        #[arg(value_parser = codes())]
        code: StatusCode,
    }

    fn codes() -> impl TypedValueParser<Value = StatusCode> {
        let values = StatusCode::ALL
            .iter()
            .map(|code| PossibleValue::new(code.as_str()).help(code.description()));
        PossibleValuesParser::new(values).try_map(|text| text.parse::<StatusCode>())
    }

    #[test]
    fn takes_a_code_and_lists_them_all() {
        let error = Arguments::try_parse_from(["program", "not documented"]).unwrap_err();
        let error = error.to_string();
        for code in StatusCode::ALL {
            let arguments = Arguments::try_parse_from(["program", code.as_str()]).unwrap();
            assert_eq!(arguments.code, *code);
            assert!(error.contains(code.as_str()), "{error}");
        }
    }
}

#[test]
fn utoipa_describes_a_pair_as_strings() {
    use utoipa::{PartialSchema, ToSchema};

    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Verification {
        #[schema(value_type = String)]
        status: Open<Phase>,
        #[schema(value_type = Option<String>)]
        status_code: Option<Open<StatusCode>>,
    }

    let schema = serde_json::to_value(Verification::schema()).unwrap();
    let types = |field: &str| schema["properties"][field]["type"].clone();
    assert_eq!(types("status"), "string");
    assert_eq!(types("status_code"), serde_json::Value::from(vec!["string", "null"]));
}
