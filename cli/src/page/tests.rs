//! Every shape that the page has been seen in, and every way in which it can be broken; then
//! any table in any shape, and any page broken in any way.

use proptest::prelude::*;

use vkyc_status_codegen::Diagnostic;

use super::Page;

fn read(bytes: &[u8]) -> Result<Page, Diagnostic> {
    super::read("page", bytes)
}

const PUBLISHED: &str = include_str!("../../tests/fixtures/pages/published.md");
const SCRAPED: &str = include_str!("../../tests/fixtures/pages/scraped.txt");
const NOISE: &str = include_str!("../../tests/fixtures/pages/noise.md");
const VARIANTS: &str = include_str!("../../tests/fixtures/pages/variants.md");

/// What the page says, without the lines it says it on.
fn words(page: &Page) -> Vec<[String; 5]> {
    let rows = |p: &super::Phase| {
        let head = [p.status.clone(), p.title.clone()];
        let row = move |c: &super::Code| {
            [
                head[0].clone(),
                head[1].clone(),
                c.code.clone(),
                c.description.clone(),
                c.recommended_action.clone(),
            ]
        };
        p.codes.iter().map(row).collect::<Vec<_>>()
    };
    page.phases.iter().flat_map(rows).collect()
}

fn scraped() -> Vec<[String; 5]> {
    words(&read(SCRAPED.as_bytes()).unwrap())
}

fn trouble(page: &str) -> String {
    read(page.as_bytes()).unwrap_err().to_string()
}

#[test]
fn scraped_page_has_every_row() {
    let page = read(SCRAPED.as_bytes()).unwrap();
    assert_eq!(page.phases.len(), 7);
    assert_eq!(scraped().len(), 33);
    assert_eq!((page.phases[0].line, page.phases[0].codes[0].line), (4, 7));
    let last = &page.phases[6].codes[1];
    assert_eq!(last.description, "The auditor rejected the KYC verification.");
    assert_eq!(last.recommended_action, "Mark verification as failed");
    assert_eq!(page.bare_titles, []);
}

#[test]
fn every_shape_says_the_same() {
    let shapes: [(&str, &[u8]); 5] = [
        ("published", PUBLISHED.as_bytes()),
        (
            "no leading pipes",
            include_bytes!("../../tests/fixtures/pages/scraped-no-leading-pipes.txt"),
        ),
        ("variants", VARIANTS.as_bytes()),
        ("noise", NOISE.as_bytes()),
        ("windows", include_bytes!("../../tests/fixtures/pages/windows.md")),
    ];
    for (name, bytes) in shapes {
        let page = read(bytes).map_err(|e| e.to_string()).unwrap();
        assert_eq!(words(&page), scraped(), "{name}");
    }
}

#[test]
fn titles_without_codes_are_kept_apart() {
    let bare: Vec<_> =
        read(NOISE.as_bytes()).unwrap().bare_titles.into_iter().map(|t| t.status).collect();
    assert_eq!(bare, ["FAQ", "OTP"]);
}

#[test]
fn what_is_no_page_is_trouble() {
    let not_utf8 = read(b"# Status\n\xff\xfe").unwrap_err().to_string();
    assert!(not_utf8.starts_with("page:2: byte 10 is not UTF-8"), "{not_utf8}");
    for empty in ["", " \r\n\t\n", "\u{feff}"] {
        assert!(trouble(empty).starts_with("page: the page is empty"));
    }
    for html in ["<!DOCTYPE html><html>", "\u{feff}\n<HTML lang=en>", "<?xml version='1.0'?>"] {
        let trouble = trouble(html);
        assert!(
            trouble.starts_with("page: the page is HTML") && trouble.contains("`.md`"),
            "{trouble}"
        );
    }
    assert!(
        trouble("{\"message\": \"Not found\"}").contains("the page begins with \"{\\\"message")
    );
    assert!(
        trouble("# T\n\n| Event | Description |\n|---|---|\n| `A_B` | x |\n")
            .starts_with("page:3: no table with the header")
    );
}

/// A page of one phase whose table is `table`.
fn phase(table: &str) -> String {
    format!(
        "# Page\n\n<Accordion title=\"`RECEIVED` – Request accepted\">\n{table}\n</Accordion>\n"
    )
}

const HEAD: &str = "| Status code | Description | Recommended action |\n|---|---|---|\n";

#[test]
fn broken_tables_are_trouble() {
    let row = "| `A_CODE` | The words. | The action |";
    let cases = [
        (
            "| Status code | Recommended action |\n|---|---|\n| `A_CODE` | The action |".to_owned(),
            "page:4: the table's header has no column \"Description\"",
        ),
        (
            "| Status code | Description |\n|---|---|\n| `A_CODE` | The action |".to_owned(),
            "page:4: the table's header has no column \"Recommended action\"",
        ),
        (
            "| Code | Description | Recommended action |\n|---|---|---|\n| `A_CODE` | x | y |"
                .to_owned(),
            "page:4: the table's header has no column \"Status code\"",
        ),
        (
            format!("{HEAD}| `A_CODE` | The words. |"),
            "page:6: the row has too few cells, 2 where its header has 3",
        ),
        (
            format!("{HEAD}| `A_CODE` | The words. | The action | more |"),
            "page:6: the row has too many cells",
        ),
        (format!("{HEAD}{row}\n`B_CODE`"), "page:7: the row has too few cells"),
        (format!("{HEAD}{row}\nB_CODEThe words.The action"), "page:7: the row has too few cells"),
        (
            format!("{HEAD}{row}\n\n| `B_CODE` | The words. | The action |"),
            "page:8: a row stands outside of any table",
        ),
        (
            format!("{HEAD}{row}\n{row}"),
            "page:7: the code A_CODE stands twice on the page, first on line 6",
        ),
        (
            format!("{HEAD}| `A_CODE` | | The action |"),
            "page:6: A_CODE has nothing under \"Description\"",
        ),
        (
            format!("{HEAD}| A code | The words. | The action |"),
            "page:6: \"A code\" is no status code",
        ),
        (HEAD.to_owned(), "page:4: the table has no rows"),
        (HEAD.replace("|---|---|---|", ""), "page:4: no row of dashes"),
        (
            HEAD.replace("|---|---|---|", "|---|--"),
            "page:5: the row of dashes has 2 columns, the header above it 3",
        ),
        (
            "Status codeDescriptionRecommended action\nA_CODEThe words.The action".to_owned(),
            "page:4: the table's cells are glued together",
        ),
        (
            "Status code\tDescription\tRecommended action\nA_CODE\tThe words.\tThe action"
                .to_owned(),
            "page:4: the table's cells are glued together",
        ),
        (format!("{HEAD}{row}\n```\ncode"), "page:7: the code fence that starts here does not end"),
        (format!("{HEAD}{row}\n<!-- note"), "page:7: the comment that starts here does not end"),
    ];
    for (table, expected) in cases {
        let trouble = trouble(&phase(&table));
        assert!(trouble.starts_with(expected), "{table}\n{trouble}");
    }
}

#[test]
fn code_without_a_phase_is_trouble() {
    let row = "| `A_CODE` | The words. | The action |\n";
    assert!(
        trouble(&format!("# Page\n\n{HEAD}{row}"))
            .starts_with("page:3: the table's codes have no phase")
    );
    let title = "`RECEIVED` – Request accepted\n";
    // A title on a line of its own serves one table, a heading everything up to the next one of its level.
    let second = HEAD.to_owned() + &row.replace("A_CODE", "B_CODE");
    assert!(
        trouble(&format!("{title}{HEAD}{row}\n{second}"))
            .starts_with("page:6: the table's codes have no phase")
    );
    assert!(
        trouble(&format!("## {title}{HEAD}{row}\n## Other\n{second}"))
            .starts_with("page:7: the table's codes have no phase")
    );
    let page = read(format!("## {title}{HEAD}{row}\n### Other\n{second}").as_bytes()).unwrap();
    assert_eq!(page.phases[0].codes.len(), 2);
    assert!(
        trouble(&format!("Glued.{title}{HEAD}{row}"))
            .starts_with("page:2: the table's codes have no phase")
    );
}

#[test]
fn phase_twice_is_trouble() {
    let twice = PUBLISHED.replace("`EXPIRED` –", "`RECEIVED` –");
    assert!(
        trouble(&twice)
            .starts_with("page:21: the phase RECEIVED stands twice on the page, first on line 15"),
        "{}",
        trouble(&twice)
    );
}

/// A page cut between two lines that are whole can't be told from a shorter one; any other cut is seen.
#[test]
fn page_cut_within_a_line_is_trouble() {
    for at in cuts(PUBLISHED) {
        let cut = PUBLISHED[..at].trim_end();
        assert_eq!(
            read(cut.as_bytes()).is_ok(),
            cut.ends_with("</Accordion>"),
            "cut after {:?}",
            &cut[cut.len() - 40..]
        );
    }
}

#[test]
fn scraped_page_cut_within_a_line_is_seen() {
    for at in cuts(SCRAPED) {
        let cut = SCRAPED[..at].trim_end();
        let Ok(page) = read(cut.as_bytes()) else {
            continue;
        };
        let last = cut.lines().last().unwrap();
        let is_whole_row = last.ends_with(" |") && !last.starts_with('|');
        assert_ne!(is_whole_row, page.bare_titles.last().is_some(), "cut after {last:?}");
    }
}

/// Places behind the first row where a page can be cut.
fn cuts(page: &str) -> impl Iterator<Item = usize> {
    let start = page.find("channel").unwrap();
    (start..page.len()).step_by(3).filter(|at| page.is_char_boundary(*at))
}

#[test]
fn rows_are_read_in_linear_time() {
    let page = |rows: usize| {
        let row = |i| {
            format!(
                "| `CODE_{i}` | The user did *{i}*, and more. | Ask the user to \\_retry\\_ |\n"
            )
        };
        let rows = (0..rows).map(row).collect::<Vec<_>>().concat();
        phase(&format!("{HEAD}{rows}"))
    };
    let time = |rows| {
        let page = page(rows);
        let start = std::time::Instant::now();
        assert_eq!(read(page.as_bytes()).unwrap().phases[0].codes.len(), rows);
        start.elapsed()
    };
    time(1_000);
    let (small, large) = (time(3_000), time(30_000));
    assert!(large < small * 40, "{small:?} for 3,000 rows, {large:?} for 30,000");
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let pages = prop::sample::select(vec![PUBLISHED, SCRAPED, NOISE, VARIANTS]);
    let edit =
        (any::<prop::sample::Index>(), 0..60usize, "[`|\\\\<>{}\"'=#\\-\n \t*_~A-z–\u{a0}]{0,8}");
    (pages, prop::collection::vec(edit, 1..6)).prop_map(|(page, edits)| {
        let mut page = page.as_bytes().to_vec();
        for (at, len, text) in edits {
            let at = at.index(page.len() + 1);
            let end = (at + len).min(page.len());
            page.splice(at..end, text.bytes());
        }
        page
    })
}

fn is_sound(read: Result<Page, Diagnostic>) -> Result<(), TestCaseError> {
    match read {
        Ok(page) => {
            prop_assert!(!page.phases.is_empty());
            prop_assert!(page.phases.iter().all(|p| !p.codes.is_empty() && !p.title.is_empty()));
        }
        Err(trouble) => prop_assert!(!trouble.message().contains('\n') && trouble.position().is_none_or(|p| p.line > 0)),
    }
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    "(\\PC|[\\\\|`*_<>&#\"'{}\\[\\]!~–-]){1,24}"
        .prop_map(words)
        .prop_filter("not empty", |t| !t.is_empty())
}

/// Phases of a status, a title, and codes with their two texts.
fn table() -> impl Strategy<Value = Vec<(String, Vec<[String; 3]>)>> {
    let phase = (text(), prop::collection::vec((text(), text()), 1..4));
    prop::collection::vec(phase, 1..4).prop_map(|phases| {
        let codes = |p: usize, codes: Vec<(String, String)>| {
            codes
                .into_iter()
                .enumerate()
                .map(|(c, (d, a))| [format!("CODE_{p}_{c}"), d, a])
                .collect()
        };
        phases.into_iter().enumerate().map(|(p, (title, rows))| (title, codes(p, rows))).collect()
    })
}

/// Markdown for any text: every mark that could mean something gets a backslash.
fn escape(text: &str) -> String {
    text.chars()
        .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
        .collect()
}

struct Shape {
    before: fn(&str, &str) -> String,
    after: &'static str,
    header: &'static str,
    row: fn(&str, &str, &str) -> String,
}

const SHAPES: [Shape; 5] = [
    Shape {
        before: |status, title| {
            format!("<Accordion title=\"`{status}` – {}\">\n", title.replace("\\\"", "&quot;"))
        },
        after: "</Accordion>\n\n",
        header: "  | Status code | Description | Recommended action |\n  | --- | --- | --- |\n",
        row: |code, description, action| format!("  | `{code}` | {description} | {action} |\n"),
    },
    Shape {
        before: |status, title| format!("glued.`{status}` – {title}\n`{status}` – {title}\n"),
        after: "",
        header: "| Status code | Description | Recommended action |\n|---|---|---|\n",
        row: |code, description, action| format!("{code} | {description} | {action} |\n"),
    },
    Shape {
        before: |status, title| format!("{status} — {title}\r\n"),
        after: "\r\n",
        header: "Sub-status | Description | Recommended action\r\n:---|:---:|---:\r\n",
        row: |code, description, action| format!("{} | {description} | {action}\r\n", escape(code)),
    },
    Shape {
        before: |status, title| format!("### {status} - {title}\n\n"),
        after: "\n",
        header: "|Recommended action|Status code|Description|\n|-|-|-|\n",
        row: |code, description, action| format!("|{action}|**{code}**|{description}|\n"),
    },
    Shape {
        before: |status, title| {
            format!(
                "<AccordionGroup>\n<Accordion icon='x'\n  title={{\"{status}\u{a0}– {}\"}} defaultOpen>\n\n",
                title.replace("\\\"", "&quot;")
            )
        },
        after: "\n    </Accordion>\n</AccordionGroup>\n",
        header: "      | sub\\_status | Description | Recommended action |\n      |---|---|---|\n",
        row: |code, description, action| {
            format!("      |\u{a0}`{code}` | {description} |  {action}\t|\n")
        },
    },
];

fn render(table: &[(String, Vec<[String; 3]>)], shape: &Shape) -> String {
    let phase = |(i, (title, codes)): (usize, &(String, Vec<[String; 3]>))| {
        let rows: String =
            codes.iter().map(|[code, d, a]| (shape.row)(code, &escape(d), &escape(a))).collect();
        [
            (shape.before)(&format!("PHASE_{i}"), &escape(title)),
            shape.header.to_owned(),
            rows,
            shape.after.to_owned(),
        ]
        .concat()
    };
    table.iter().enumerate().map(phase).collect()
}

proptest! {
    #[test]
    fn any_table_is_read_back_from_any_shape(table in table()) {
        let expected: Vec<[String; 5]> = table.iter().enumerate().flat_map(|(i, (title, codes))| {
            codes.iter().map(move |[c, d, a]| [format!("PHASE_{i}"), title.clone(), c.clone(), d.clone(), a.clone()])
        }).collect();
        for shape in &SHAPES {
            let page = render(&table, shape);
            let read = read(page.as_bytes()).map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(words(&read), expected.clone(), "{}", page);
        }
    }

    #[test]
    fn reading_never_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        is_sound(read(&bytes))?;
    }

    #[test]
    fn reading_never_panics_on_text(text in "([`|<>{}\"'=#\\-\n *_~!\\[\\]()&;:/A-z–\u{a0}]|<Accordion |title=|\\|---|Status code|Description|Recommended action){0,80}") {
        is_sound(read(text.as_bytes()))?;
    }

    #[test]
    fn reading_never_panics_on_mutated_pages(page in mutated()) {
        is_sound(read(&page))?;
    }
}
