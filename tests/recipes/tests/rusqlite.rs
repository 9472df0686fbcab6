//! rusqlite: texts go in, and `Open` comes out, `NULL` as `None`.

use rusqlite::{Connection, Row, params};
use vkyc_status::{Open, VkycStatus};
use vkyc_status_recipes::pairs;

fn read(row: &Row<'_>) -> rusqlite::Result<VkycStatus> {
    Ok(VkycStatus {
        status: row.get::<_, String>("status")?.into(),
        status_code: row.get::<_, Option<String>>("status_code")?.map(Open::from),
    })
}

#[test]
fn pairs_are_stored_as_their_texts() {
    let database = Connection::open_in_memory().unwrap();
    let table = "CREATE TABLE verification (status TEXT NOT NULL, status_code TEXT)";
    database.execute(table, []).unwrap();

    let pairs = pairs();
    for VkycStatus { status, status_code } in &pairs {
        let code = status_code.as_ref().map(Open::as_str);
        database
            .execute("INSERT INTO verification VALUES (?, ?)", params![status.as_str(), code])
            .unwrap();
    }
    let mut select = database.prepare("SELECT * FROM verification ORDER BY rowid").unwrap();
    let read: Vec<_> = select.query_map([], read).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, pairs);
}
