//! A second table in a second crate: the generated code compiles there, without a warning, and
//! its documentation shows every text as it is.

use std::fs;
use std::io::{Write, stderr};

use crate::workspace::{Crate, succeed};

fn second() -> Crate {
    Crate::new(
        "second",
        // The harness of a test allows dead code, which the program forbids.
        r#"
        [[bin]]
        name = "unused"
        path = "src/main.rs"
        test = false

        [dependencies]
        kyc = { package = "vkyc-status", @library, default-features = false, features = ["serde", "schemars"] }

        [build-dependencies]
        vkyc-status-codegen = { @generator }

        [dev-dependencies]
        vkyc-status-codegen = { @generator }
        serde_json = "1"
        "#,
        &[
            ("statuses.toml", include_str!("second/statuses.toml")),
            ("build.rs", include_str!("second/build.rs")),
            ("src/lib.rs", include_str!("second/lib.rs")),
            ("tests/tests.rs", include_str!("second/tests.rs")),
            (
                "src/main.rs",
                r#"
                //! A program that uses none of it.
                #![deny(warnings)]
                #![forbid(dead_code)]

                include!(concat!(env!("OUT_DIR"), "/statuses.rs"));

                fn main() {}
                "#,
            ),
        ],
    )
}

#[test]
fn a_second_table_compiles_and_is_documented_in_a_second_crate() {
    let second = second();
    succeed(&mut second.cargo(&["test"]));

    if second.cargo(&["clippy", "--version"]).output().is_ok_and(|output| output.status.success()) {
        succeed(&mut second.cargo(&["clippy"]));
    } else {
        // Unlike `eprintln!`, this is also seen if the test passes.
        writeln!(stderr(), "SKIPPED: the second table's lints; rustup component add clippy")
            .unwrap();
    }

    succeed(&mut second.cargo(&["doc", "--no-deps", "--lib"]));
    let page = |file| fs::read_to_string(second.target("doc/second/statuses").join(file)).unwrap();
    let codes = page("enum.StatusCode.html");
    for shown in [
        "&lt;script&gt;alert('x')&lt;/script&gt; &amp;lt;b&amp;gt; &lt;b&gt;bold&lt;/b&gt; &lt;!-- hidden --&gt;",
        "**bold** _it_ `code` [link](https://example.com) ![i](x.png) ~~no~~ https://example.com",
        "[`Phase::None`] [Phase] [^1] | a | b | OAuth2 UserAgent snake_case ...",
        r##"Quotes " and \ backslashes \u{0} and {braces} and "#raw"#."##,
        "*/ /* // closes --&gt; no comment &lt;!--",
        "- no list",
        "``` no fence",
        r"a\\b\*c",
        "not in normal form: e\u{301}",
    ] {
        assert!(codes.contains(shown), "not shown as it is: {shown}");
    }
    let address = "href=\"https://example.com/a_(b)?c=%5Bd%5D&amp;e=*f*&amp;amp;g&amp;copy=1#h\"";
    assert!(page("constant.SOURCE_URL.html").contains(address));
}
