//! sqlx: a struct that derives `FromRow`, with a code that may be `NULL`.

use sqlx::sqlite::SqlitePool;
use sqlx::{FromRow, query, query_as};
use vkyc_status::{Open, Phase, StatusCode, VkycStatus};
use vkyc_status_recipes::pairs;

/// A code of the database: `try_from` needs a type of one's own for a column that may be `NULL`.
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
fn pairs_are_stored_as_their_texts() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
        let table =
            "CREATE TABLE verification (id INTEGER, status TEXT NOT NULL, status_code TEXT)";
        query(table).execute(&pool).await.unwrap();

        for (id, pair) in (0_i64..).zip(pairs()) {
            query("INSERT INTO verification VALUES (?, ?, ?)")
                .bind(id)
                .bind(pair.status.as_str())
                .bind(pair.status_code.as_ref().map(Open::as_str))
                .execute(&pool)
                .await
                .unwrap();
            let select = "SELECT * FROM verification WHERE id = ?";
            let row: Verification = query_as(select).bind(id).fetch_one(&pool).await.unwrap();
            let VkycStatus { status, status_code } = pair;
            assert_eq!(row, Verification { id, status, status_code: Code(status_code) });
        }
    });
}
