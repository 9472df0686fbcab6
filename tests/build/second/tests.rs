//! What the second crate's enums say is what its table says.

use kyc::{Documented, Open};
use second::statuses::{Action, Outcome, Phase, SOURCE_RETRIEVED, SOURCE_URL, StatusCode};
use vkyc_status_codegen::Table;

#[test]
fn every_text_is_the_tables() {
    let table = Table::parse("statuses.toml", include_str!("../statuses.toml")).unwrap();
    assert_eq!(table.source.url, SOURCE_URL);
    assert_eq!(table.source.retrieved, SOURCE_RETRIEVED);
    let mut codes = StatusCode::ALL.iter();
    for (phase, row) in Phase::ALL.iter().zip(&table.phases) {
        assert_eq!((phase.as_str(), phase.title()), (row.status.as_str(), row.title.as_str()));
        assert_eq!(phase.retired(), row.retired.as_ref().map(|day| day.as_str()));
        for (code, row) in phase.codes().iter().zip(&row.codes) {
            assert_eq!(codes.next(), Some(code));
            assert_eq!(StatusCode::parse(row.code.as_str()), Some(*code));
            assert_eq!(code.phase(), *phase);
            assert_eq!(row.description, code.description());
            assert_eq!(row.recommended_action, code.recommended_action());
            let actions: Vec<_> = code.actions().iter().map(|action| action.as_str()).collect();
            assert_eq!(actions, row.actions.iter().map(|id| id.as_str()).collect::<Vec<_>>());
            assert_eq!(code.outcome().as_str(), row.outcome.as_ref().unwrap().as_str());
            assert_eq!(code.retired(), row.retired.as_ref().map(|day| day.as_str()));
        }
    }
    assert_eq!(codes.next(), None);
    for action in Action::ALL {
        let asking = StatusCode::ALL.iter().filter(|code| code.actions().contains(action));
        assert_eq!(action.codes(), asking.copied().collect::<Vec<_>>());
    }
    for outcome in Outcome::ALL {
        let with = StatusCode::ALL.iter().filter(|code| code.outcome() == *outcome);
        assert_eq!(outcome.codes(), with.copied().collect::<Vec<_>>());
    }
    assert_eq!(Action::String.summary(), "It's a \"string\" \\n.");
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
