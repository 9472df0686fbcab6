//! What the second crate's enums say is what its table says, however it is spelt.

use kyc::{Documented, Open};
use second::statuses::{Action, Outcome, Phase, SOURCE_URL, StatusCode, Undocumented, VkycStatus};
use second::{least, many};
use vkyc_status_codegen::{Table, Text};

fn table() -> Table {
    Table::parse("statuses.toml", include_str!("../statuses.toml")).unwrap()
}

fn day(retired: &Option<Text>) -> Option<&str> {
    retired.as_deref()
}

#[test]
fn every_text_and_every_day_is_the_tables() {
    let table = table();
    assert_eq!(table.source.url, SOURCE_URL);
    let phases = table.phases.iter().map(|row| (&*row.status, &*row.title, day(&row.retired)));
    let own = Phase::ALL.iter().map(|phase| (phase.as_str(), phase.title(), phase.retired()));
    assert!(own.eq(phases));
    let codes = table.codes().map(|row| {
        let texts: Vec<_> = row.texts.iter().map(|text| text.as_deref().unwrap_or("")).collect();
        (&*row.code, texts, day(&row.retired))
    });
    let own = StatusCode::ALL.iter().map(|code| {
        let texts =
            vec![code.description(), code.recommended_action(), code.status_code_row_text()];
        (code.as_str(), texts, code.retired())
    });
    assert!(own.eq(codes));
    let summaries = table.actions.iter().chain(&table.outcomes).map(|row| &*row.summary);
    let own = Action::ALL.iter().map(|action| action.summary());
    let own = own.chain(Outcome::ALL.iter().map(|outcome| outcome.summary()));
    assert!(own.eq(summaries));
}

#[test]
fn tables_may_have_no_codes_or_many() {
    assert!(Phase::parse("EMPTY").unwrap().codes().is_empty());
    assert!(Outcome::Unused.codes().is_empty());
    assert_eq!(least::Phase::Phase.codes(), [least::StatusCode::Code]);
    assert_eq!(many::StatusCode::ALL.len(), 101);
    for code in many::StatusCode::ALL {
        assert_eq!(many::StatusCode::parse(code.as_str()), Some(*code));
    }
}

/// The pair has the enums of this table, is what serde reads and writes, and is documented by its rows and
/// by its `[[pair]]` rows.
#[test]
fn the_library_serves_any_table() {
    assert_eq!(Open::<StatusCode>::from("unknown").known(), None);
    assert_eq!(<Phase as Documented>::parse("NONE"), Some(Phase::None));
    assert_eq!(format!("{:?} {}", StatusCode::ABC, StatusCode::ABC), "ABC A_B_C");

    let json = r#"{"status":"NONE","status_code":"OK"}"#;
    let received: VkycStatus = serde_json::from_str(json).unwrap();
    assert_eq!(received, VkycStatus::from(StatusCode::Ok));
    assert_eq!(serde_json::to_string(&received).unwrap(), json);
    let statuses = table().pairs.into_iter().map(|pair| Open::from(&*pair.status));
    let statuses: Vec<_> = statuses.chain([received.status]).collect();
    assert_eq!(statuses.len(), 3);
    for status in statuses {
        let received = VkycStatus { status, status_code: Some(StatusCode::Ok.into()) };
        assert_eq!(received.documented(), Ok(StatusCode::Ok));
    }
    let other =
        VkycStatus { status: Phase::Some.into(), status_code: Some(StatusCode::None.into()) };
    let error = Undocumented::OtherPhase { phase: Phase::Some, code: StatusCode::None };
    assert_eq!(other.documented(), Err(error));
}
