//! What the second crate's enums say is what its table says, however it is spelt.

use kyc::{Documented, Open};
use second::statuses::{Action, Outcome, Phase, SOURCE_URL, StatusCode};
use vkyc_status_codegen::{Table, Text};

#[test]
fn every_text_and_every_day_is_the_tables() {
    let table = Table::parse("statuses.toml", include_str!("../statuses.toml")).unwrap();
    assert_eq!(table.source.url, SOURCE_URL);
    let phases = table.phases.iter().map(|row| {
        (row.status.as_str(), row.title.as_str(), row.retired.as_ref().map(Text::as_str))
    });
    let own = Phase::ALL.iter().map(|phase| (phase.as_str(), phase.title(), phase.retired()));
    assert!(own.eq(phases));
    let codes = table.codes().map(|row| {
        let texts = [&row.code, &row.description, &row.recommended_action].map(Text::as_str);
        (texts, row.retired.as_ref().map(Text::as_str))
    });
    let own = StatusCode::ALL.iter().map(|code| {
        ([code.as_str(), code.description(), code.recommended_action()], code.retired())
    });
    assert!(own.eq(codes));
    let summaries = table.actions.iter().chain(&table.outcomes).map(|row| row.summary.as_str());
    let own = Action::ALL.iter().map(|action| action.summary());
    let own = own.chain(Outcome::ALL.iter().map(|outcome| outcome.summary()));
    assert!(own.eq(summaries));
}

#[test]
fn what_has_no_codes_is_there() {
    assert!(Phase::parse("EMPTY").unwrap().codes().is_empty());
    assert!(Outcome::Unused.codes().is_empty());
}

#[test]
fn the_library_serves_any_table() {
    assert_eq!(Open::<StatusCode>::from("UNKNOWN"), StatusCode::Unknown);
    assert_eq!(Open::<StatusCode>::from("unknown").known(), None);
    assert_eq!(<Phase as Documented>::parse("NONE"), Some(Phase::None));
    assert_eq!(format!("{:?} {}", StatusCode::ABC, StatusCode::ABC), "ABC A_B_C");
    assert_eq!(serde_json::to_string(&StatusCode::Err).unwrap(), "\"ERR\"");
    assert_eq!(serde_json::from_str::<Phase>("\"PHASE\"").unwrap(), Phase::Phase);
}
