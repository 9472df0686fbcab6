//! clap: an argument that is one of the documented codes, which `--help` and errors list.

use clap::Parser;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
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
fn a_code_is_an_argument() {
    for code in StatusCode::ALL {
        let arguments = Arguments::try_parse_from(["program", code.as_str()]).unwrap();
        assert_eq!(arguments.code, *code);
    }
    let error = Arguments::try_parse_from(["program", "not documented"]).unwrap_err().to_string();
    for code in StatusCode::ALL {
        assert!(error.contains(code.as_str()), "{error}");
    }
}
