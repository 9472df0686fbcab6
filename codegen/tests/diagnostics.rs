//! What is said about a broken table: each case is a few edits of `table.toml`, and every line that
//! they lead to.

use std::fmt::Write;

use vkyc_status_codegen::Table;

const TABLE: &str = include_str!("table.toml");

/// What to replace in the table, where it is once, with what; and what is said, each line as its
/// distance from the first edit.
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

/// `said` with every line as its distance from `line`, as `+1`, so that a change of the table elsewhere
/// changes no expectation.
fn relative(said: &str, line: usize) -> String {
    let is_place = |before: &str| before.ends_with("t.toml:") || before.ends_with(" at ");
    let mut relative = String::new();
    let mut rest = said;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |len| at + len);
        relative += &rest[..at];
        if is_place(&relative) && rest[end..].starts_with(':') {
            let number: isize = rest[at..end].parse().unwrap();
            write!(relative, "{:+}", number - isize::try_from(line).unwrap()).unwrap();
        } else {
            relative += &rest[at..end];
        }
        rest = &rest[end..];
    }
    relative + rest
}

fn check(cases: &[Case]) {
    let mut differences = Vec::new();
    for (edits, expected) in cases {
        let before = edits.first().and_then(|(from, _)| TABLE.split(from).next());
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        let said = relative(&said(&edited(edits)), line);
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
            "t.toml:+0:1: unknown key `cod`; did you mean `code`?",
        ),
        (
            &[("recommended_action = \"Wait a moment\"\n", "")],
            "t.toml:-3:1: missing key `recommended_action` in IN_TRANSIT; add it to [[phase.code]]",
        ),
        (
            &[("retrieved = 2026-11-22", "owner = \"me\"\nretrieved = 2026-11-22")],
            "t.toml:+0:1: unknown key `owner`; the keys of [source] are title, url, retrieved",
        ),
        (
            &[(r#"status = "ENDED""#, "staus = \"ENDED\"\ncolour = 1")],
            "t.toml:+0:1: unknown key `staus`; did you mean `status`?\n\
             t.toml:+1:1: unknown key `colour`; the keys of [[phase]] are status, title, retired, code",
        ),
        (
            &[(r#"title = "At its end""#, "title = \"At its end\"\ntitle = \"Twice\"")],
            r#"t.toml:+1:1: duplicate key: title = "Twice"; correct the TOML"#,
        ),
        (
            &[("[source]", "[sources]")],
            "t.toml:+0:2: unknown table `sources`; did you mean `source`?",
        ),
        (
            &[("[source]", "[settings]\na = 1\n[source]")],
            "t.toml:+0:2: unknown table `settings`; the keys of the file are source, column, action, outcome, phase, pair, accepted",
        ),
        (
            &[(r#"column = "description""#, r#"column = "descriptio""#)],
            r#"t.toml:+0:10: not a column of a code: "descriptio"; write description or recommended_action"#,
        ),
        (
            &[(r#"reason = "Misspelt on the page.""#, "")],
            "t.toml:-4:1: missing key `reason`; add it to [[accepted]]",
        ),
    ]);
}

#[test]
fn headers() {
    check(&[
        (
            &[("[[action]]\nid = \"wait\"", "[action]\nid = \"wait\"")],
            "t.toml:+0:1: not an array of tables: [action]; write [[action]]",
        ),
        (
            &[("[[outcome]]\nid = \"open\"", "[outcom]\nid = \"open\"")],
            "t.toml:+0:2: unknown table `outcom`; did you mean `outcome`?",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"", "[phase]\nstatus = \"SHIPPED\"")],
            "t.toml:+0:1: not an array of tables: [phase]; write [[phase]]",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"", "[[phases]]\nstatus = \"SHIPPED\"")],
            "t.toml:+0:1: unknown table `phases`; did you mean `phase`?",
        ),
        (
            &[("[[phase]]\nstatus = \"SHIPPED\"\ntitle = \"On its way\"\n", "")],
            "t.toml:+1:1: no [[phase]] before [[phase.code]]; add the [[phase]] it belongs to",
        ),
        (
            &[("[[phase.code]]\ncode = \"IN_TRANSIT\"", "[phase.code]\ncode = \"IN_TRANSIT\"")],
            "t.toml:+0:1: not an array of tables: [phase.code]; write [[phase.code]]",
        ),
        (
            &[("[[phase.code]]\ncode = \"DELIVERED\"", "[[phase.cod]]\ncode = \"DELIVERED\"")],
            "t.toml:+0:9: unknown table `cod`; did you mean `code`?",
        ),
        (
            &[("[[phase]]\nstatus = \"ENDED\"", "[[phaze]]\nstatus = \"ENDED\"")],
            "t.toml:+0:3: unknown table `phaze`; did you mean `phase`?",
        ),
        (
            &[("[source]", "[[source]]")],
            "t.toml:+0:1: not a table: [[source]]; write it under [source]",
        ),
        (
            &[("[[accepted]]\ntext = \"X", "[accepted]\ntext = \"X")],
            "t.toml:+0:1: not an array of tables: [accepted]; write [[accepted]]",
        ),
        (
            &[("[[accepted]]\ntext = \"X", "[[acepted]]\ntext = \"X")],
            "t.toml:+0:3: unknown table `acepted`; did you mean `accepted`?",
        ),
    ]);
}

#[test]
fn syntax() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, r#"title = "Parcel statuses"#)],
            r#"t.toml:+0:25: invalid basic string, expected `"`: title = "Parcel statuses; correct the TOML"#,
        ),
        (
            &[(r#"summary = "It ended.""#, r#"summary "It ended.""#)],
            r#"t.toml:+0:9: key with no value, expected `=`: summary "It ended."; correct the TOML"#,
        ),
        (
            &[("[[phase.code]]\ncode = \"DELIVERED\"", "[[phase.code]\ncode = \"DELIVERED\"")],
            "t.toml:+0:14: unclosed array table, expected `]`: [[phase.code]; correct the TOML",
        ),
        (
            &[("retrieved = 2026-11-22", "retrieved = 2026-02-30")],
            "t.toml:+0:13: invalid date, expected day between 01 and 28: retrieved = 2026-02-30; correct the TOML",
        ),
        // What follows from an array that does not end is not reported.
        (
            &[(r#"["call", "wait"]"#, r#"["call", "wait""#)],
            "t.toml:+0:26: missing comma between array elements, expected `,`: actions = [\"call\", \"wait\"; close the array by `]`, and separate its values by commas",
        ),
        (
            &[
                ("title = \"On its way\"", "title \"On its way\""),
                ("\"closed\"\nsummary", "closed\nsummary"),
            ],
            "t.toml:-5:6: string values must be quoted, expected literal string: id = closed; correct the TOML\n\
             t.toml:+0:7: key with no value, expected `=`: title \"On its way\"; correct the TOML",
        ),
        (
            &[(
                "title = \"On its way\"",
                "<<<<<<< HEAD\ntitle = \"On its way\"\n=======\ntitle = \"Shipped\"\n>>>>>>> other",
            )],
            "t.toml:+0:1: a marker of a merge conflict: <<<<<<< HEAD; choose one side, and remove the markers\n\
             t.toml:+2:2: a marker of a merge conflict: =======; choose one side, and remove the markers\n\
             t.toml:+4:9: a marker of a merge conflict: >>>>>>> other; choose one side, and remove the markers",
        ),
        (
            &[("\"On its way\"", "“On its way”")],
            "t.toml:+0:9: string values must be quoted, expected literal string: title = “On its way”; write straight quotes: \"…\"",
        ),
        (
            &[("# The table", "\u{feff}\u{feff}# The table")],
            "t.toml:+0:1: a second byte-order mark; remove it",
        ),
    ]);
}

#[test]
fn types() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, "title = 7")],
            "t.toml:+0:9: not a string: 7; put it in double quotes",
        ),
        (
            &[("retrieved = 2026-11-22", r#"retrieved = "2026-11-22""#)],
            r#"t.toml:+0:13: not a date: "2026-11-22"; write the day as YYYY-MM-DD, without quotes"#,
        ),
        (
            &[("retrieved = 2026-11-22", "retrieved = 2026-11-22T09:30:00Z")],
            "t.toml:+0:13: not a date: 2026-11-22T09:30:00Z; write the day as YYYY-MM-DD, without quotes",
        ),
        (
            &[(r#"actions = ["call", "wait"]"#, r#"actions = "call""#)],
            r#"t.toml:+0:11: not an array of strings: "call"; write actions = ["…"]"#,
        ),
        (
            &[(r#"actions = ["call", "wait"]"#, r#"actions = ["call", 7]"#)],
            "t.toml:+0:20: not a string: 7; put it in double quotes",
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = ["closed"]"#)],
            r#"t.toml:+0:11: not a string: ["closed"]; put it in double quotes"#,
        ),
        (
            &[(
                r#"description = "Customs ask for papers.""#,
                "description = [\n\"Customs\",\n\"ask\"]",
            )],
            "t.toml:+0:15: not a string: [ …; put it in double quotes",
        ),
        (&[(r#"id = "wait""#, "id = 7")], "t.toml:+0:6: not a string: 7; put it in double quotes"),
        (
            &[("\"SHIPPED\"\ntitle", "true\ntitle")],
            "t.toml:+0:10: not a string: true; put it in double quotes",
        ),
    ]);
}

#[test]
fn texts() {
    check(&[
        (
            &[(r#"title = "Parcel statuses""#, r#"title = """#)],
            r#"t.toml:+0:9: blank text: title = ""; fill it in"#,
        ),
        (
            &[(r#"summary = "It ended.""#, "summary = \"\u{3164}\u{200d} \"")],
            "t.toml:+0:11: blank text: summary = \"ㅤ\\u{200d} \"; fill it in",
        ),
        (
            &[(r#"title = "At its end""#, r#"title = "At its end ""#)],
            r#"t.toml:+0:9: white space at the start or the end: "At its end "; remove it"#,
        ),
        (
            &[(r#"recommended_action = "Wait a moment""#, "recommended_action = \"\u{a0}Wait\"")],
            "t.toml:+0:22: white space at the start or the end: \"\\u{a0}Wait\"; remove it",
        ),
        (
            &[(
                r#"recommended_action = "Wait a moment""#,
                "recommended_action = \"Wait\\ta moment\"",
            )],
            "t.toml:+0:22: invisible character in \"Wait\\ta moment\"; remove the U+0009",
        ),
        (
            &[("Customs ask for papers.", "Customs ask \u{202e}for\u{202c} papers.")],
            "t.toml:+0:28: invisible character in \"Customs ask \\u{202e}for\\u{202c} papers.\"; remove the U+202E",
        ),
        (
            &[(r#""Customs ask for papers.""#, "'''Customs\nask for\npapers.'''")],
            "t.toml:+0:25: invisible character in \"Customs\\nask for\\npapers.\"; remove the U+000A",
        ),
        (
            &[("The customer has the parcel.", "The customer has a\\u200Bparcel.")],
            "t.toml:+0:15: invisible character in \"The customer has a\\u{200b}parcel.\"; remove the U+200B",
        ),
        (
            &[("https://example.com/parcels", "http://example.com/parcels")],
            r#"t.toml:+0:7: not an https address: "http://example.com/parcels"; copy the page's address, which starts with https:// and a host"#,
        ),
        (
            &[("https://example.com/parcels", "https:///parcels")],
            r#"t.toml:+0:7: not an https address: "https:///parcels"; copy the page's address, which starts with https:// and a host"#,
        ),
        (
            &[("https://example.com/parcels", "https://example.com/a page")],
            r#"t.toml:+0:7: not an https address: "https://example.com/a page"; copy the page's address, which starts with https:// and a host"#,
        ),
    ]);
}

#[test]
fn ids() {
    check(&[
        (
            &[(r#"id = "call""#, r#"id = "Call""#)],
            r#"t.toml:+0:6: action not in lower snake case: "Call"; use a-z, 0-9 and single underscores between them, a letter first"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""2FA_FAILED""#)],
            r#"t.toml:+0:8: code that starts with a digit: "2FA_FAILED"; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""InTransit""#)],
            r#"t.toml:+0:8: code not in upper snake case: "InTransit"; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""IN__TRANSIT""#)],
            r#"t.toml:+0:8: code not in upper snake case: "IN__TRANSIT"; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""IN_TRANSÍT""#)],
            r#"t.toml:+0:8: code not in upper snake case: "IN_TRANSÍT"; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""DELIVERED""#)],
            r#"t.toml:+21:8: code listed twice: "DELIVERED"; it is first at +0:8; keep one"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""STEP_2A""#), (r#""DELIVERED""#, r#""STEP2A""#)],
            r#"t.toml:+21:8: "STEP2A" and "STEP_2A" at +0:8 have the same Rust identifier, `Step2a`; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""IN_TRANSIT""#, r#""A_L_L""#)],
            r#"t.toml:+0:8: the Rust identifier `ALL` of "A_L_L" is reserved; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""ENDED""#, r#""SELF""#)],
            r#"t.toml:+0:10: the Rust identifier `Self` of "SELF" is reserved; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value"#,
        ),
        (
            &[(r#""ENDED""#, r#""SHIPPED""#)],
            r#"t.toml:+0:10: phase listed twice: "SHIPPED"; it is first at -20:10; keep one"#,
        ),
        (
            &[(r#"id = "call""#, r#"id = "wait""#)],
            r#"t.toml:+0:6: action listed twice: "wait"; it is first at -4:6; keep one"#,
        ),
        (
            &[(r#"id = "closed""#, r#"id = "open""#)],
            r#"t.toml:+0:6: outcome listed twice: "open"; it is first at -4:6; keep one"#,
        ),
    ]);
}

#[test]
fn rules_between_rows() {
    check(&[
        (
            &[(r#"["call", "wait"]"#, r#"["call", "wiat"]"#)],
            r#"t.toml:+0:20: undeclared action: "wiat"; did you mean `wait`?"#,
        ),
        (
            &[(r#"["call", "wait"]"#, r#"["call", "call"]"#)],
            r#"t.toml:+0:20: action listed twice for a code: "call"; it is first at +0:12; keep one"#,
        ),
        (
            &[(r#"["call", "wait"]"#, r#"["call", "pay_customs"]"#)],
            r#"t.toml:+0:20: undeclared action: "pay_customs"; declare it under [[action]], or use a declared action"#,
        ),
        (
            &[(r#"["call", "wait"]"#, "[]")],
            "t.toml:+0:11: `actions` is empty; list the ids of the actions that the row's recommended action asks for",
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = """#)],
            "t.toml:+0:11: `outcome` is empty; write the id of the [[outcome]] after this code",
        ),
        (
            &[(r#"outcome = "closed""#, r#"outcome = "lost""#)],
            r#"t.toml:+0:11: undeclared outcome: "lost"; declare it under [[outcome]], or use a declared outcome"#,
        ),
        (
            &[("outcome = \"closed\"\n", "")],
            "t.toml:-5:1: missing key `outcome` in DELIVERED; add it to [[phase.code]]",
        ),
        (
            &[(r#"id = "open""#, r#"id = "opne""#)],
            r#"t.toml:+0:6: outcome that no code has: "opne"; 2 codes have the undeclared "open"; did you mean `open`?"#,
        ),
        (
            &[(
                "[[accepted]]\ncode",
                "[[phase]]\nstatus = \"LOST\"\ntitle = \"Lost\"\n\n[[accepted]]\ncode",
            )],
            r#"t.toml:+1:10: phase without codes: "LOST"; add its codes under [[phase.code]]"#,
        ),
        (
            &[(r#"page = "Customs ask for papres.""#, r#"page = "Customs  ask for `papers.`""#)],
            r#"t.toml:+0:8: no difference: "Customs  ask for `papers.`"; the table says the same at -27:15; remove the entry"#,
        ),
        (
            &[("\"AT_CUSTOMS\"\ncolumn", "\"AT_CUSTOM\"\ncolumn")],
            r#"t.toml:+0:8: not in the table: "AT_CUSTOM"; did you mean `AT_CUSTOMS`?"#,
        ),
        (
            &[("\"AT_CUSTOMS\"\ncolumn", "\"LOST\"\ncolumn")],
            r#"t.toml:+0:8: not in the table: "LOST"; name a row of this table, or remove the entry"#,
        ),
        (
            &[(r#""X_PARCEL_ID""#, r#""X-Parcel-Id and more""#)],
            r#"t.toml:+0:8: not one word: "X-Parcel-Id and more"; write a word that looks like a code, or a `cell`"#,
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
        "t.toml:+0:7: not an https address: \"http://example.com/parcels\"; copy the page's address, which starts with https:// and a host\n\
             t.toml:+39:1: unknown key `titel`; did you mean `title`?\n\
             t.toml:+42:8: code not in upper snake case: \"in transit\"; if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value\n\
             t.toml:+54:20: undeclared action: \"wiat\"; did you mean `wait`?\n\
             t.toml:+59:9: white space at the start or the end: \"At its end \"; remove it",
    )]);
}

#[test]
fn columns() {
    check(&[
        (
            &[("name = \"code\"\nheader = \"Status code\"", "name = \"code\"")],
            "t.toml:-1:1: missing key `header`; add it to [[column]]",
        ),
        (
            &[("doc = \"What to do.\"\n", "")],
            "t.toml:-3:1: missing key `doc`; add it to [[column]]",
        ),
        (
            &[(r#"name = "code""#, r#"name = "status_code""#)],
            "t.toml:+0:8: the first [[column]] must be `code`; move it up",
        ),
        (
            &[(r#"name = "customer_text""#, r#"name = "actions""#)],
            "t.toml:+0:8: not a name for a method of `StatusCode`: \"actions\"; choose another, such as `actions_text`",
        ),
        (
            &[(r#"name = "customer_text""#, r#"name = "description""#)],
            "t.toml:+0:8: column listed twice: \"description\"; it is first at -10:8; keep one",
        ),
        (
            &[(r#"header = "Description""#, r#"header = "Status codes¹""#)],
            r#"t.toml:+0:10: header listed twice: "Status codes¹"; it is first at -4:10; keep one"#,
        ),
        (
            &[(r#"header = "Description""#, r#"header = "—""#)],
            r#"t.toml:+0:10: a header without letters: "—"; write the header as it is on the page"#,
        ),
        (
            &[("customer_text = \"We will call you.\"\n", "")],
            "t.toml:-4:1: missing key `customer_text` in AT_CUSTOMS; add it to [[phase.code]]",
        ),
        (
            &[(
                "doc = \"What the customer reads.\"\n",
                "doc = \"What the customer reads.\"\n\n[[column]]\nname = \"more\"\ndoc = \"More.\"\n",
            )],
            "t.toml:+26:1: missing key `more` in IN_TRANSIT, AT_CUSTOMS; add it to each [[phase.code]]",
        ),
    ]);
}

#[test]
fn pairs() {
    check(&[
        (
            &[("code = \"AT_CUSTOMS\"\nreason", "code = \"AT_CUSTOM\"\nreason")],
            r#"t.toml:+0:8: not in the table: "AT_CUSTOM"; did you mean `AT_CUSTOMS`?"#,
        ),
        (
            &[(
                "[[pair]]\n",
                "[[pair]]\nstatus = \"IMPORTED\"\ncode = \"AT_CUSTOMS\"\nreason = \"…\"\n\n[[pair]]\n",
            )],
            r#"t.toml:+6:10: pair listed twice: "IMPORTED"; it is first at +1:10; keep one"#,
        ),
        // Another code may have the same status.
        (
            &[(
                "[[pair]]\n",
                "[[pair]]\nstatus = \"IMPORTED\"\ncode = \"IN_TRANSIT\"\nreason = \"…\"\n\n[[pair]]\n",
            )],
            "",
        ),
    ]);
}

#[test]
fn accepted() {
    check(&[
        (&[("text = \"X", "tex = \"X")], "t.toml:+0:1: unknown key `tex`; did you mean `text`?"),
        (
            &[("status = \"SHIPPED\"\nreason", "sttus = \"SHIPPED\"\nreason")],
            "t.toml:+0:1: unknown key `sttus`; did you mean `status`?",
        ),
        (
            &[("cell = \"2ND_TRY\"\nstatus = \"SHIPPED\"\n", "")],
            "t.toml:-1:1: nothing is accepted; write `text`, `cell`, `header`, or `code`, `column` and `page`",
        ),
        (
            &[("header = \"Notes\"\n", "header = \"Notes\"\ntext = \"NOTES\"\n")],
            "t.toml:+0:1: unknown key `header`; the keys of [[accepted]] are text, reason",
        ),
        (
            &[("\"CASH_ON_DELIVERY\"]", "\"X_PARCEL_ID\"]")],
            r#"t.toml:+0:26: accepted twice: "X_PARCEL_ID"; keep one"#,
        ),
        (
            &[(
                "[[accepted]]\nheader",
                "[[accepted]]\nheader = \"Notes\"\nreason = \"…\"\n\n[[accepted]]\nheader",
            )],
            r#"t.toml:+5:10: accepted twice: "Notes"; keep one"#,
        ),
        (
            &[("header = \"Notes\"", "header = \"descriptions\"")],
            r#"t.toml:+0:10: a header of a [[column]]: "descriptions"; the column is at -86:10; keep one"#,
        ),
        (
            &[("[\"FREE_SHIPPING\", \"CASH_ON_DELIVERY\"]", "[]")],
            "t.toml:+0:8: `text` is empty; list the words",
        ),
        (
            &[("column = \"description\"", "column = \"customer_text\"")],
            r#"t.toml:+0:10: not a column of a code: "customer_text"; write description or recommended_action"#,
        ),
    ]);
}

#[test]
fn labels_of_a_kind_that_is_not_declared() {
    let table =
        TABLE.replace("[[action]]\nid = \"wait\"\nsummary = \"Wait for the next event.\"\n", "");
    let table = table.replace("[[action]]\nid = \"call\"\nsummary = \"Call the customer.\"\n", "");
    let line = table.lines().position(|line| line.starts_with("actions")).unwrap() + 1;
    assert_eq!(
        said(&table),
        format!(
            "t.toml:{line}:1: the codes have labels of a kind without [[action]]; declare each under \
             [[action]], or remove the key from all codes"
        )
    );
    let none = |line: &&str| !line.starts_with("actions");
    let table: Vec<_> = table.lines().filter(none).collect();
    assert_eq!(said(&table.join("\n")), "");
}

#[test]
fn files_without_columns() {
    let block = "declare the columns of the page, each with its header there:\n\
                 [[column]]\nname = \"code\"\nheader = \"Status code\"\n";
    for file in ["", "\u{feff}", "# Nothing.\n"] {
        let expected = format!(
            "t.toml: no [[column]]; {block}t.toml: missing key `source`; add it to the file"
        );
        assert_eq!(said(file), expected, "{file:?}");
    }
    // What is printed works as it is.
    let (before, rest) = TABLE.split_once("[[column]]").unwrap();
    let table = format!("{before}[[action]]{}", rest.split_once("[[action]]").unwrap().1);
    let said = Table::parse("t.toml", &table).unwrap_err().to_string();
    let (message, columns) = said.split_once('\n').unwrap();
    assert!(message.ends_with("each with its header there:"), "{message}");
    let table = table.replacen("[[action]]", &format!("{columns}\n[[action]]"), 1);
    // The page's columns have the last words of their names, a column of the table's own is one too many.
    let table = Table::parse("t.toml", &table).unwrap();
    let names: Vec<_> = table.texts().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["description", "recommended_action", "customer_text"]);
}

/// A key may hold something else than tables. Rows that could not be read are not reported as missing.
#[test]
fn keys_that_are_not_tables() {
    let table = "source = { title = \"T\", url = \"https://example.com\", retrieved = 2026-11-22 }\n\
                 column = [{ name = \"code\", header = \"Status code\" }]\n";
    for key in ["phase", "action", "outcome", "pair", "accepted"] {
        let column = key.len() + 4;
        let mut expected = format!("t.toml:1:{column}: not an array of tables: 7; write [[{key}]]");
        if key != "phase" {
            expected += "\nt.toml: no phases; add a [[phase]] with its codes";
        }
        assert_eq!(said(&format!("{key} = 7\n{table}")), expected);
    }
}

/// A byte-order mark and CRLF line ends move no position.
#[test]
fn crlf_and_bom_files() {
    let table = edited(&[("outcome = \"closed\"", "outcome = \"lost\"")]);
    assert_eq!(said(&format!("\u{feff}{}", table.replace('\n', "\r\n"))), said(&table));
    let first = "\u{feff}title = 1\r\n";
    assert!(said(first).starts_with("t.toml:1:1: unknown key `title`"), "{}", said(first));
}

/// What a row lacks does not make it equal to another that lacks it, too.
#[test]
fn rows_without_a_code_are_not_listed_twice() {
    let rows = "\n[[pair]]\nstatus = \"RETURNED\"\nreason = \"…\"\n\n\
                [[accepted]]\ncolumn = \"description\"\npage = \"…\"\nreason = \"…\"\n";
    let said = said(&format!("{TABLE}{rows}{rows}"));
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.lines().all(|line| line.contains("missing key `code` in ")), "{said}");
}
