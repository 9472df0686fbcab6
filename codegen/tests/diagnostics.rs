//! What is said about a broken table. `diagnostics.txt` has each message: edits of `table.toml`, as a diff,
//! and the lines that they lead to. Below are the rules that hold for many tables.

use std::fmt::Write;

use vkyc_status_codegen::Table;

const TABLE: &str = include_str!("table.toml");
const MESSAGES: &str = include_str!("diagnostics.txt");

fn said(table: &str) -> String {
    Table::parse("t.toml", table).err().map_or(String::new(), |diagnostics| diagnostics.to_string())
}

#[test]
fn each_edit_leads_to_its_messages() {
    assert_eq!(said(TABLE), "");
    let mut differences = String::new();
    for case in visible(MESSAGES).split("\n\n").filter(|case| !case.starts_with('#')) {
        let is_message = |line: &&str| line.starts_with("t.toml:");
        let (expected, diff): (Vec<_>, Vec<_>) = case.lines().partition(is_message);
        let (table, line) = edited(&diff);
        let said = relative(&said(&table), line);
        if said != expected.join("\n") {
            write!(differences, "{case}\nBUT SAID\n{said}\n\n").unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// The text with its notations `{U+202E}` as the characters that they stand for.
fn visible(text: &str) -> String {
    let mut parts = text.split("{U+");
    let mut visible = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        visible.extend(char::from_u32(u32::from_str_radix(code, 16).unwrap()));
        visible += rest;
    }
    visible
}

/// The table after a diff, whose hunks start with `@@` but for the first, and the first line that differs.
/// The lines that a hunk is about are in the table once.
fn edited(diff: &[&str]) -> (String, usize) {
    let (mut table, mut first) = (format!("\n{TABLE}"), None);
    for hunk in diff.split(|line| *line == "@@") {
        let side = |left_out| -> String {
            let lines = hunk.iter().filter(|line| !line.starts_with(left_out));
            lines.map(|line| line[1..].to_owned() + "\n").collect()
        };
        let (before, after) = (format!("\n{}", side('+')), format!("\n{}", side('-')));
        assert_eq!(table.matches(&before).count(), 1, "not once in the table: {before}");
        let context = hunk.iter().position(|line| !line.starts_with(' ')).unwrap();
        let line = table.split(&before).next().unwrap().matches('\n').count() + context + 1;
        first = first.or(Some(line));
        table = table.replace(&before, &after);
    }
    (table[1..].to_owned(), first.unwrap())
}

/// `said` with every line as its distance from `line`, as `+1`, so that a change of the table elsewhere
/// changes no expectation.
fn relative(said: &str, line: usize) -> String {
    let mut said = said.to_owned();
    for before in ["t.toml:", " at "] {
        let mut parts = said.split(before);
        let mut relative = parts.next().unwrap().to_owned();
        for part in parts {
            relative += before;
            let number = part
                .split_once(':')
                .and_then(|(number, rest)| Some((number.parse::<isize>().ok()?, rest)));
            match number {
                Some((number, rest)) => {
                    let distance = number - isize::try_from(line).unwrap();
                    write!(relative, "{distance:+}:{rest}").unwrap();
                }
                None => relative += part,
            }
        }
        said = relative;
    }
    said
}

/// Each line of the table in turn, in ways in which it cannot be right.
#[test]
fn the_first_diagnostic_of_a_wrong_line_names_it() {
    for (i, line) in TABLE.lines().enumerate() {
        let mut wrong = Vec::new();
        if let Some((key, value)) = line.split_once(" = ") {
            wrong.extend([format!("{}x = {value}", &key[1..]), format!("{key} = {{ a = true }}")]);
            wrong.extend([format!("{key} {value}"), format!("{line}\n{line}")]);
            wrong.extend(value.strip_suffix('"').map(|value| format!("{key} = {value}")));
        } else if let Some(name) = line.strip_prefix("[[") {
            wrong.extend([
                format!("[[x{name}"),
                format!("[{name}"),
                format!("[{}", &line[..line.len() - 1]),
            ]);
        }
        for wrong in wrong {
            let lines = TABLE.lines().enumerate();
            let lines: Vec<_> =
                lines.map(|(at, line)| if at == i { &*wrong } else { line }).collect();
            let said = said(&lines.join("\n"));
            // The second of two equal lines is the wrong one.
            let expected = i + 1 + wrong.matches('\n').count();
            assert!(said.starts_with(&format!("t.toml:{expected}:")), "{wrong}\n{said}");
        }
    }
}

#[test]
fn labels_of_a_kind_that_is_not_declared() {
    let kept = |left_out: &str| {
        let rows = TABLE.split("\n\n").filter(|row| !row.starts_with("[[action]]"));
        let lines = rows.flat_map(|row| row.lines().chain([""]));
        lines.filter(|line| !line.starts_with(left_out)).collect::<Vec<_>>().join("\n")
    };
    let table = kept("not in the table");
    let line = table.lines().position(|line| line.starts_with("actions")).unwrap() + 1;
    assert_eq!(
        said(&table),
        format!(
            "t.toml:{line}:1: the codes have labels of a kind without [[action]]; declare each under \
             [[action]], or remove the key from all codes"
        )
    );
    assert_eq!(said(&kept("actions")), "");
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
    let said = said(&table);
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
    let table = TABLE.replace("outcome = \"closed\"", "outcome = \"lost\"");
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
