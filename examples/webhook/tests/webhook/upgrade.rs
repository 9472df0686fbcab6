//! A build with a newer table interprets what the one before could not, and does nothing twice.

use std::time::Instant;

use rusqlite::Connection as Database;

use crate::receiver::Receiver;
use crate::sender::{code, event};

/// As a build with an older table would have left it: these deliveries are unclear, and no state
/// knows them.
const FORGET: &str = "
    UPDATE delivery SET verdict = 'unclear', event = NULL, why = 'not a documented status code'
        WHERE verdict = 'applied';
    UPDATE outbox SET task = 'ask_person', verdict = 'unclear', status_code = NULL;
    DELETE FROM verification;";

#[test]
fn what_was_unclear_is_interpreted_and_done_unless_a_person_was_asked_about_it() {
    for asked in ["taken", "done"] {
        let mut receiver = Receiver::start(&format!("upgrade_{asked}"));
        let old =
            [("v1", "approved"), ("v2", "approved"), ("v3", "notify_user"), ("v4", "approved")];
        for (id, what) in old {
            assert_eq!(receiver.take(&event(id, "12:00:00Z", what)), "applied");
        }
        let database = receiver.database();
        database.execute_batch(FORGET).unwrap();
        // This person may have opened the account.
        let ask = format!("UPDATE outbox SET {asked} = 1 WHERE verification_id <> 'v4'");
        database.execute(&ask, []).unwrap();
        // A step after a decision that was not understood.
        assert_eq!(receiver.take(&event("v2", "13:00:00Z", "proceed")), "applied");
        receiver.kill_and_restart();
        for (id, what) in old {
            assert_eq!(receiver.state(id), code(what).as_str(), "{id}");
        }
        let new = "SELECT concat_ws(' ', verification_id, task, why) FROM outbox
            WHERE taken IS NULL AND done IS NULL ORDER BY 1";
        assert_eq!(
            receiver.rows(new),
            [
                "v1 ask_person interpreted after a person was asked; not done: open_account",
                "v2 ask_person a decision, earlier than a step that came before it",
                "v3 ask_person interpreted after a person was asked; not done: message_user",
                "v4 open_account",
            ]
        );
        // What follows is judged by the right state.
        assert_eq!(receiver.take(&event("v1", "12:00:00Z", "approved")), "duplicate");
        assert_eq!(receiver.take(&event("v1", "13:00:00Z", "proceed")), "conflict");
        assert_eq!(receiver.take(&event("v2", "12:01:00Z", "proceed")), "conflict");
        let all = receiver.count("outbox");
        receiver.kill_and_restart();
        assert_eq!(receiver.count("outbox"), all, "once");
    }
}

/// So neither the start nor an answer depends on how much is stored.
#[test]
fn no_statement_reads_a_whole_table() {
    let database = Database::open_in_memory().unwrap();
    database.execute_batch(include_str!("../../schema.sql")).unwrap();
    let sources = [include_str!("../../src/store.rs"), include_str!("../../consumer.rs")].concat();
    let is_statement = |text: &&str| {
        ["SELECT ", "INSERT ", "UPDATE ", "REPLACE "].iter().any(|verb| text.starts_with(verb))
    };
    let statements: Vec<_> = sources.split('"').filter(is_statement).collect();
    assert!(statements.len() >= 12, "{statements:#?}");
    for statement in statements {
        let mut plan = database.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let mut plan = plan.raw_query();
        while let Some(step) = plan.next().unwrap() {
            let step: String = step.get("detail").unwrap();
            // These indexes have only what is to be done.
            let few = ["INDEX unclear", "INDEX to_do", "json_each", "CONSTANT ROW"];
            let reads_few = few.iter().any(|name| step.contains(name));
            assert!(reads_few || !step.starts_with("SCAN"), "{step}: {statement}");
        }
    }
}

#[test]
#[ignore = "takes a while; the README has the command"]
fn a_start_with_a_million_rows() {
    let mut receiver = Receiver::start("upgrade_million");
    receiver.stop();
    let body = String::from_utf8(event("VN", "12:00:00Z", "approved").body).unwrap();
    let fill = format!(
        "INSERT INTO delivery (id, received, headers, body, digest, verdict)
            WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 1000000)
            SELECT n, 1700000000000000000, '{{}}', CAST(replace('{body}', 'VN', 'v' || n) AS BLOB),
                randomblob(32), iif(n % 200 = 0, 'unclear', 'applied') FROM n;
        INSERT INTO outbox (event, verdict, verification_id, task, time)
            SELECT id, verdict, 'v' || id, 'ask_person', 0 FROM delivery;"
    );
    receiver.database().execute_batch(&fill).unwrap();
    let begin = Instant::now();
    receiver.restart();
    println!("start with 1,000,000 rows, 5,000 of them unclear: {:.2?}", begin.elapsed());
    assert_eq!(receiver.count("delivery WHERE verdict = 'unclear'"), 0);
    assert_eq!(receiver.count("outbox WHERE task = 'open_account'"), 5_000);
}
