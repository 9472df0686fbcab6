//! What is said about a broken table: each case is a few edits of `table.toml`, and every line that
//! they lead to.

use vkyc_status_codegen::Table;

const TABLE: &str = include_str!("table.toml");

/// What to replace in the table, where it is once, with what; and what is said.
type Case = (&'static [(&'static str, &'static str)], &'static str);

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(TABLE.to_owned(), |table, (from, to)| {
        assert_eq!(table.matches(from).count(), 1, "not once in the table: {from:?}");
        table.replace(from, to)
    })
}

fn said(table: &str) -> String {
    Table::parse("t.toml", table).err().map_or(String::new(), |diagnostics| diagnostics.to_string())
}

fn check(cases: &[Case]) {
    let mut differences = Vec::new();
    for (edits, expected) in cases {
        let said = said(&edited(edits));
        if said != *expected {
            differences.push(format!("{edits:?}\nsaid:\n{said}\nnot:\n{expected}\n"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_table_itself_is_valid() {
    check(&[(&[], "")]);
}

#[test]
fn keys() {
    check(&[
        (
            &[(r#"code = "IN_TRANSIT""#, r#"cod = "IN_TRANSIT""#)],
            "t.toml:29:1: unknown key `cod`; did you mean `code`?",
        ),
        (
            &[("recommended_action = \"Wait a moment\"\n", "")],
            "t.toml:28:1: missing key `recommended_action`; add it to [[phase.code]]",
        ),
        (
            &[("retrieved = 2026-11-22", "owner = \"me\"\nretrieved = 2026-11-22")],
            "t.toml:6:1: unknown key `owner`; the keys of [source] are title, url, retrieved",
        ),
        (
            &[(r#"status = "ENDED""#, "staus = \"ENDED\"\ncolour = 1")],
            "t.toml:43:1: unknown key `staus`; did you mean `status`?\n\
             t.toml:44:1: unknown key `colour`; the keys of [[phase]] are status, title, retired, code",
        ),
        (
            &[(r#"title = "At its end""#, "title = \"At its end\"\ntitle = \"Twice\"")],
            r#"t.toml:45:1: duplicate key: title = "Twice"; correct the TOML"#,
        ),
        (
            &[("[source]", "[sources]")],
            "t.toml:3:2: unknown table `sources`; did you mean `source`?",
        ),
        (
            &[("[source]", "[settings]\na = 1\n[source]")],
            "t.toml:3:2: unknown table `settings`; the keys of the file are source, action, outcome, phase, accepted",
        ),
        (
            &[(r#"column = "description""#, r#"column = "descriptio""#)],
            r#"t.toml:57:10: not a column of a code: "descriptio"; write description or recommended_action"#,
        ),
        (
            &[(r#"reason = "Misspelt on the page.""#, "")],
            "t.toml:55:1: missing key `reason`; add it to [[accepted]]",
        ),
    ]);
}

#[test]
fn headers() {
    check(&[
        (
            &[("[[action]]\nid = \"wait\"", "[action]\nid = \"wait\"")],
            "t.toml:8:1: not an array of tables: [action]; write [[action]]",
        ),
        (
            &[("[[outcome]]\nid = \"open\"", "[outcom]\nid = \"open\"")],
            "t.toml:16:2: unknown table `outcom`; did you mean `outcome`?",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"", "[phase]\nstatus = \"SHIPPED\"")],
            "t.toml:24:1: not an array of tables: [phase]; write [[phase]]",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"", "[[phases]]\nstatus = \"SHIPPED\"")],
            "t.toml:24:3: unknown table `phases`; did you mean `phase`?",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"\ntitle = \"On its way\"\n", "")],
            "t.toml:25:3: no [[phase]] before [[phase.code]]; add the [[phase]] it belongs to",
        ),
        (
            &[("[[phase.code]]\ncode = \"IN_TRANSIT\"", "[phase.code]\ncode = \"IN_TRANSIT\"")],
            "t.toml:28:1: not an array of tables: [phase.code]; write [[phase.code]]",
        ),
        (
            &[("[[phase.code]]\ncode = \"DELIVERED\"", "[[phase.cod]]\ncode = \"DELIVERED\"")],
            "t.toml:47:9: unknown table `cod`; did you mean `code`?",
        ),
        (
            &[("[[phase]]\nstatus = \"ENDED\"", "[[phaze]]\nstatus = \"ENDED\"")],
            "t.toml:42:3: unknown table `phaze`; did you mean `phase`?",
        ),
        (
            &[("[source]", "[[source]]")],
            "t.toml:3:1: not a table: [[source]]; write it under [source]",
        ),
        (
            &[("[[accepted]]\ntext", "[accepted]\ntext")],
            "t.toml:61:1: not an array of tables: [accepted]; write [[accepted]]",
        ),
        (
            &[("[[accepted]]\ntext", "[[acepted]]\ntext")],
            "t.toml:61:3: unknown table `acepted`; did you mean `accepted`?",
        ),
    ]);
}

#[test]
fn syntax() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, r#"title = "Parcel statuses"#)],
            r#"t.toml:4:25: invalid basic string, expected `"`: title = "Parcel statuses; correct the TOML"#,
        ),
        (
            &[(r#"summary = "It ended.""#, r#"summary "It ended.""#)],
            r#"t.toml:22:9: key with no value, expected `=`: summary "It ended."; correct the TOML"#,
        ),
        (
            &[("[[phase.code]]\ncode = \"DELIVERED\"", "[[phase.code]\ncode = \"DELIVERED\"")],
            "t.toml:47:14: unclosed array table, expected `]`: [[phase.code]; correct the TOML",
        ),
        (
            &[("retrieved = 2026-11-22", "retrieved = 2026-02-30")],
            "t.toml:6:13: invalid date, expected day between 01 and 28: retrieved = 2026-02-30; correct the TOML",
        ),
        (
            &[("# The table", "\u{feff}\u{feff}# The table")],
            "t.toml:1:1: a second byte-order mark; remove it",
        ),
    ]);
}

#[test]
fn types() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, "title = 7")],
            "t.toml:4:9: not a string: 7; put it in double quotes",
        ),
        (
            &[("retrieved = 2026-11-22", r#"retrieved = "2026-11-22""#)],
            r#"t.toml:6:13: not a date: "2026-11-22"; write the day as YYYY-MM-DD, without quotes"#,
        ),
        (
            &[("retrieved = 2026-11-22", "retrieved = 2026-11-22T09:30:00Z")],
            "t.toml:6:13: not a date: 2026-11-22T09:30:00Z; write the day as YYYY-MM-DD, without quotes",
        ),
        (
            &[(r#"actions = ["call", "wait"]"#, r#"actions = "call""#)],
            r#"t.toml:39:11: not an array of strings: "call"; write actions = ["…"]"#,
        ),
        (
            &[(r#"actions = ["call", "wait"]"#, r#"actions = ["call", 7]"#)],
            "t.toml:39:20: not a string: 7; put it in double quotes",
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = ["closed"]"#)],
            r#"t.toml:52:11: not a string: ["closed"]; put it in double quotes"#,
        ),
        (
            &[(
                r#"description = "Customs ask for papers.""#,
                "description = [\n\"Customs\",\n\"ask\"]",
            )],
            "t.toml:37:15: not a string: [ …; put it in double quotes",
        ),
        (&[(r#"id = "wait""#, "id = 7")], "t.toml:9:6: not a string: 7; put it in double quotes"),
        (
            &[(r#"status = "SHIPPED""#, "status = true")],
            "t.toml:25:10: not a string: true; put it in double quotes",
        ),
    ]);
}

#[test]
fn texts() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, r#"title = """#)],
            r#"t.toml:4:9: blank text: title = ""; fill it in"#,
        ),
        (
            &[(r#"summary = "It ended.""#, "summary = \"\u{3164}\u{200d} \"")],
            "t.toml:22:11: blank text: summary = \"ㅤ\\u{200d} \"; fill it in",
        ),
        (
            &[(r#"title = "At its end""#, r#"title = "At its end ""#)],
            r#"t.toml:44:9: white space at the start or the end: "At its end "; remove it"#,
        ),
        (
            &[(r#"recommended_action = "Wait a moment""#, "recommended_action = \"\u{a0}Wait\"")],
            "t.toml:31:22: white space at the start or the end: \"\\u{a0}Wait\"; remove it",
        ),
        (
            &[(
                r#"recommended_action = "Wait a moment""#,
                "recommended_action = \"Wait\\ta moment\"",
            )],
            "t.toml:31:27: invisible character in \"Wait\\ta moment\"; remove the U+0009",
        ),
        (
            &[("Customs ask for papers.", "Customs ask \u{202e}for\u{202c} papers.")],
            "t.toml:37:28: invisible character in \"Customs ask \\u{202e}for\\u{202c} papers.\"; remove the U+202E",
        ),
        (
            &[(r#""Customs ask for papers.""#, "'''Customs\nask for\npapers.'''")],
            "t.toml:37:25: invisible character in \"Customs\\nask for\\npapers.\"; remove the U+000A",
        ),
        (
            &[("The customer has the parcel.", "The customer has a\\u200Bparcel.")],
            "t.toml:49:34: invisible character in \"The customer has a\\u{200b}parcel.\"; remove the U+200B",
        ),
        (
            &[("https://example.com/parcels", "http://example.com/parcels")],
            r#"t.toml:5:7: not an https address: "http://example.com/parcels"; copy the page's address, which starts with https:// and a host"#,
        ),
        (
            &[("https://example.com/parcels", "https:///parcels")],
            r#"t.toml:5:7: not an https address: "https:///parcels"; copy the page's address, which starts with https:// and a host"#,
        ),
        (
            &[("https://example.com/parcels", "https://example.com/a page")],
            r#"t.toml:5:7: not an https address: "https://example.com/a page"; copy the page's address, which starts with https:// and a host"#,
        ),
    ]);
}

#[test]
fn ids() {
    check(&[
        (
            &[(r#"id = "call""#, r#"id = "Call""#)],
            r#"t.toml:13:6: action not in lower snake case: "Call"; use a-z, 0-9 and single underscores between them, a letter first"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""2FA_FAILED""#)],
            r#"t.toml:29:8: code not in upper snake case: "2FA_FAILED"; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""InTransit""#)],
            r#"t.toml:29:8: code not in upper snake case: "InTransit"; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""IN__TRANSIT""#)],
            r#"t.toml:29:8: code not in upper snake case: "IN__TRANSIT"; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""IN_TRANSÍT""#)],
            r#"t.toml:29:8: code not in upper snake case: "IN_TRANSÍT"; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""DELIVERED""#)],
            r#"t.toml:48:8: code listed twice: "DELIVERED"; it is first at 29:8; keep one"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""STEP_2A""#), (r#""DELIVERED""#, r#""STEP2A""#)],
            r#"t.toml:48:8: "STEP2A" and "STEP_2A" at 29:8 have the same Rust identifier, `Step2a`; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""A_L_L""#)],
            r#"t.toml:29:8: the Rust identifier `ALL` of "A_L_L" is reserved; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""ENDED""#, r#""SELF""#)],
            r#"t.toml:43:10: the Rust identifier `Self` of "SELF" is reserved; if the page says exactly this, leave the row out: `Open` keeps the value"#,
        ),
        (
            &[(r#""ENDED""#, r#""SHIPPED""#)],
            r#"t.toml:43:10: phase listed twice: "SHIPPED"; it is first at 25:10; keep one"#,
        ),
        (
            &[(r#"id = "call""#, r#"id = "wait""#)],
            r#"t.toml:13:6: action listed twice: "wait"; it is first at 9:6; keep one"#,
        ),
        (
            &[(r#"id = "closed""#, r#"id = "open""#)],
            r#"t.toml:21:6: outcome listed twice: "open"; it is first at 17:6; keep one"#,
        ),
    ]);
}

#[test]
fn rules_between_rows() {
    check(&[
        (
            &[(r#"["call", "wait"]"#, r#"["call", "wiat"]"#)],
            r#"t.toml:39:20: undeclared action: "wiat"; did you mean `wait`?"#,
        ),
        (
            &[(r#"["call", "wait"]"#, r#"["call", "call"]"#)],
            r#"t.toml:39:20: action listed twice for a code: "call"; it is first at 39:12; keep one"#,
        ),
        (
            &[(r#"["call", "wait"]"#, r#"["call", "pay_customs"]"#)],
            r#"t.toml:39:20: undeclared action: "pay_customs"; declare it under [[action]], or use a declared action"#,
        ),
        (
            &[(r#"["call", "wait"]"#, "[]")],
            "t.toml:39:11: no actions: []; list the ids of the actions that its recommended action asks for",
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = """#)],
            r#"t.toml:52:11: no outcome: ""; write the id of the [[outcome]] after this code"#,
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = "lost""#)],
            r#"t.toml:52:11: undeclared outcome: "lost"; declare it under [[outcome]], or use a declared outcome"#,
        ),
        (
            &[("outcome = \"closed\"\n", "")],
            "t.toml:47:1: missing key `outcome`; add it to [[phase.code]]",
        ),
        (
            &[(r#"id = "open""#, r#"id = "opne""#)],
            r#"t.toml:17:6: outcome that no code has: "opne"; 2 codes have the undeclared "open"; did you mean `open`?"#,
        ),
        (
            &[(
                "[[accepted]]\ncode",
                "[[phase]]\nstatus = \"LOST\"\ntitle = \"Lost\"\n\n[[accepted]]\ncode",
            )],
            r#"t.toml:56:10: phase without codes: "LOST"; add its codes under [[phase.code]]"#,
        ),
        (
            &[(r#"page = "Customs ask for papres.""#, r#"page = "Customs  ask for `papers.`""#)],
            r#"t.toml:58:8: no difference: "Customs  ask for `papers.`"; the table says the same at 37:15; remove the entry"#,
        ),
        (
            &[("\"AT_CUSTOMS\"\ncolumn", "\"AT_CUSTOM\"\ncolumn")],
            r#"t.toml:56:8: not in the table: "AT_CUSTOM"; did you mean `AT_CUSTOMS`?"#,
        ),
        (
            &[("\"AT_CUSTOMS\"\ncolumn", "\"LOST\"\ncolumn")],
            r#"t.toml:56:8: not in the table: "LOST"; name a row of this table, or remove the entry"#,
        ),
        (
            &[(r#""X_PARCEL_ID""#, r#""X-Parcel-Id and more""#)],
            r#"t.toml:62:8: not one word: "X-Parcel-Id and more"; write a word that looks like a code"#,
        ),
    ]);
}

#[test]
fn several_in_the_order_of_the_file() {
    check(&[(
        &[
            ("https:", "http:"),
            (r#"title = "On its way""#, r#"titel = "On its way""#),
            (r#""IN_TRANSIT""#, r#""in transit""#),
            (r#"["call", "wait"]"#, r#"["call", "wiat"]"#),
            (r#"title = "At its end""#, r#"title = "At its end ""#),
        ],
        "t.toml:5:7: not an https address: \"http://example.com/parcels\"; copy the page's address, which starts with https:// and a host\n\
             t.toml:26:1: unknown key `titel`; did you mean `title`?\n\
             t.toml:29:8: code not in upper snake case: \"in transit\"; if the page says exactly this, leave the row out: `Open` keeps the value\n\
             t.toml:39:20: undeclared action: \"wiat\"; did you mean `wait`?\n\
             t.toml:44:9: white space at the start or the end: \"At its end \"; remove it",
    )]);
}

#[test]
fn files_without_a_table() {
    let nothing = "t.toml: missing key `source`; add it to the file\n\
                   t.toml: no phases; add a [[phase]] with its codes";
    for file in ["", "\u{feff}", "# Nothing.\n"] {
        assert_eq!(said(file), nothing, "{file:?}");
    }
}

/// Rows that could not be read are not reported as missing.
#[test]
fn keys_that_are_no_tables() {
    let source = r#"source = { title = "T", url = "https://example.com", retrieved = 2026-11-22 }"#;
    for key in ["phase", "action", "outcome", "accepted"] {
        let others =
            if key == "phase" { "" } else { "\nt.toml: no phases; add a [[phase]] with its codes" };
        let expected = format!(
            "t.toml:1:{}: not an array of tables: 7; write [[{key}]]{others}",
            key.len() + 4
        );
        assert_eq!(said(&format!("{key} = 7\n{source}\n")), expected);
    }
}

/// A byte-order mark and CRLF line ends move no position.
#[test]
fn files_of_windows() {
    let table = edited(&[("outcome = \"closed\"", "outcome = \"lost\"")]);
    assert_eq!(said(&format!("\u{feff}{}", table.replace('\n', "\r\n"))), said(&table));
    let first = "\u{feff}title = 1\r\n";
    assert!(said(first).starts_with("t.toml:1:1: unknown key `title`"), "{}", said(first));
}
