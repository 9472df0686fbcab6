//! A second table in a second crate: the generated code compiles there, without a warning, and
//! its documentation shows every text as it is.

use std::fs;

use crate::workspace::{Crate, output, package, succeed};

fn second() -> Crate {
    let second = Crate::new(
        "second",
        r#"
        [dependencies]
        vkyc-status = { @vkyc-status, features = ["serde", "schemars"] }

        [build-dependencies]
        vkyc-status = { @vkyc-status, features = ["codegen"] }

        [dev-dependencies]
        vkyc-status = { @vkyc-status, features = ["codegen"] }
        serde_json = "1"
        "#,
    );
    for (from, to) in [
        ("statuses.toml", "statuses.toml"),
        ("build.rs", "build.rs"),
        ("lib.rs", "src/lib.rs"),
        ("tests.rs", "tests/tests.rs"),
    ] {
        second.copy(&package().join("tests/build/second").join(from), to);
    }
    // A program that uses none of it.
    second.write(
        "src/main.rs",
        "//! Uses nothing.\n#![deny(warnings)]\n\
         include!(concat!(env!(\"OUT_DIR\"), \"/statuses.rs\"));\nfn main() {}\n",
    );
    second
}

#[test]
fn a_second_table_compiles_and_is_documented_in_a_second_crate() {
    let second = second();
    second.run(&["test"]);

    let (clippy, _) = output(&mut second.cargo(&["clippy", "--version"]));
    if clippy.status.success() {
        second.run(&["clippy"]);
    }

    let mut doc = second.cargo(&["doc", "--no-deps", "--lib"]);
    succeed(doc.env("RUSTDOCFLAGS", "-D warnings"));
    let page =
        fs::read_to_string(second.target("doc/second/statuses/enum.StatusCode.html")).unwrap();
    for shown in [
        "&lt;script&gt;alert('x')&lt;/script&gt; &amp;lt;b&amp;gt; &lt;b&gt;bold&lt;/b&gt; &lt;!-- hidden --&gt;",
        "**bold** _it_ `code` [link](https://example.com) ![i](x.png) ~~no~~ https://example.com",
        "[`Phase::None`] [Phase] [^1] | a | b | OAuth2 UserAgent snake_case ...",
        r##"Quotes " and \ backslashes \u{0} and {braces} and "#raw"#."##,
        "*/ /* // closes --&gt; no comment &lt;!--",
        "- no list",
        "``` no fence",
        r"a\\b\*c",
    ] {
        assert!(page.contains(shown), "not shown as it is: {shown}");
    }
}
