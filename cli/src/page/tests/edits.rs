//! The edits of a page, each with what the page says after it.

use super::edited::{ACCEPTED, Done, OTP, PROSE, Page};
use super::forms::Form;
use super::reshaped::{BODIES, TITLES, body, new_rows, titles};
use super::{Phase, Words, locker, words_of};
use crate::page::lex::tag::window;

pub(super) type Edit = fn(&mut Page, usize, usize);

/// The edits. Each takes two numbers that say where and how.
pub(super) const EDITS: [(&str, Edit); 17] = [
    ("row of dashes", insert_dashes),
    ("line", insert_line),
    ("cut", cut),
    ("body", replace_body),
    ("new phase", add_phase),
    ("additional table", add_table),
    ("split table", split_table),
    ("title", rewrite_title),
    ("element", replace_element),
    ("opening tag", replace_opening_tag),
    ("header", replace_header),
    ("comment", insert_comment),
    ("deleted line", delete_line),
    ("repeated line", repeat_line),
    ("swapped lines", swap_lines),
    ("title and prose", rewrite_title_beside_prose),
    ("quote", disturb_quote),
];

fn insert_dashes(page: &mut Page, at: usize, how: usize) {
    let rows = [
        "|---|---|---|",
        "---|---|---",
        "| :-: | - |",
        "|---|",
        "---",
        "| --- | --- | --- | --- |",
    ];
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let lines = &mut page.pieces.phases[at % count].lines;
        let place = at / count % (lines.len() + 1);
        lines.insert(place, rows[how % rows.len()].to_owned());
    }
}

const LINES: [&str; 36] = [
    "",
    "---",
    "***",
    "|---|---|---|",
    "OTP – one time password",
    PROSE[0],
    PROSE[1],
    PROSE[5],
    "> | Status code | Description | Recommended action |",
    "```",
    "~~~",
    "`",
    "<!--",
    "-->",
    "{/* one */ }",
    "{/*",
    "<!-- | OLD_CODE | Gone. | Nothing | -->",
    "## Notes",
    "#### Notes",
    "**Notes**",
    PROSE[4],
    "Notes",
    "<Note>",
    "</Accordion>",
    "<Accordion title=\"Notes\">",
    "<Tab>",
    "<div>",
    "<br />",
    ACCEPTED,
    PROSE[3],
    "| a | b |",
    "| `LABEL_PRINTED` |",
    "|",
    PROSE[6],
    PROSE[2],
    "| Status code | Description | Recommended action |",
];

fn insert_line(page: &mut Page, at: usize, how: usize) {
    let (mut lines, at) = page.lines(at);
    let line = LINES[how % LINES.len()];
    // Rule: a heading opens a section of its own, where what is in no column of codes is passed
    // over.
    let is_added = |line: &String| ["CONSENT", "EXTRA"].iter().any(|added| line.contains(added));
    let next = lines[at..].iter().find(|line| line.contains('_'));
    if line.starts_with('#') && next.is_some_and(is_added) {
        page.exact.push(words_of(&locker()));
    }
    lines.insert(at, line.to_owned());
    page.set_lines(&lines);
}

fn cut(page: &mut Page, at: usize, _how: usize) {
    page.done.push(Done::Cut);
    let text = page.text();
    let at = window(text, at % (text.len() + 1)).len();
    text.truncate(at);
    // Rule: a page without a word of what an edit added is the page before that edit.
    let has_added = ["CONSENT", "EXTRA"].iter().any(|added| page.text().contains(added));
    if (page.has(Done::AddedPhase) || page.has(Done::AddedTable)) && !has_added {
        page.exact = vec![words_of(&locker())];
    }
}

fn replace_body(page: &mut Page, at: usize, how: usize) {
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        // Rows without a title and a header are more rows of the table before them.
        if piece.lines.len() == piece.phase.rows.len() + 2 && !piece.head.is_empty() {
            piece.lines = body(&piece.phase.rows, how);
        }
    }
}

pub(super) fn add_phase(page: &mut Page, at: usize, how: usize) {
    if !page.is_whole() || page.has(Done::AddedPhase) {
        return;
    }
    page.done.push(Done::AddedPhase);
    let status = if how / BODIES % 2 == 0 { "CONSENT" } else { "CONSENT_CHECK" };
    let phase = Phase {
        status: status.to_owned(),
        title: "Consent pending".to_owned(),
        rows: new_rows("CONSENT"),
    };
    let mut piece = page.pieces.form.piece(&phase);
    piece.lines = body(&phase.rows, how);
    for exact in &mut page.exact {
        exact.extend(words_of(std::slice::from_ref(&phase)));
    }
    let place = at % (page.pieces.phases.len() + 1);
    page.pieces.phases.insert(place, piece);
}

fn add_table(page: &mut Page, at: usize, how: usize) {
    if !page.is_whole() || page.has(Done::AddedTable) {
        return;
    }
    page.done.push(Done::AddedTable);
    let count = page.pieces.phases.len();
    let piece = &mut page.pieces.phases[at % count];
    let added = Phase { rows: new_rows("EXTRA"), ..piece.phase.clone() };
    for exact in &mut page.exact {
        exact.extend(words_of(std::slice::from_ref(&added)));
    }
    // The phases of this product are known: a page with this addition is never in sync.
    piece.lines.push(String::new());
    piece.lines.extend(body(&added.rows, how));
}

fn split_table(page: &mut Page, at: usize, how: usize) {
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        if piece.lines.len() == piece.phase.rows.len() + 2 {
            let kept = 1 + at / count % (piece.phase.rows.len() - 1);
            piece.lines.truncate(2 + kept);
            piece.lines.push(String::new());
            piece.lines.extend(body(&piece.phase.rows[kept..], how));
        }
    }
}

pub(super) fn rewrite_title(page: &mut Page, at: usize, how: usize) {
    if page.is_whole() {
        let (form, count) = (page.pieces.form, page.pieces.phases.len());
        let piece = &mut page.pieces.phases[at % count];
        (piece.head, piece.tail) = titles(form, &piece.phase, how);
        // Rule: a heading opens a section of its own unless it names a phase: with a word that is
        // written as code, or is of capitals with an underscore. There, a fence is passed over, and
        // so is what is in no column of codes: other subjects have both.
        let has_column = |line: &String| line.contains("Status code") || line.contains("| Code |");
        let names_no_phase = match how % TITLES {
            3 => !piece.phase.status.contains('_'),
            how => matches!(how, 5 | 11 | 12),
        };
        let is_passed_over = piece.lines[0] == "```" || !piece.lines.iter().any(has_column);
        let is_other = names_no_phase && is_passed_over;
        let is_new = piece.phase.status.starts_with("CONSENT");
        if is_new && is_other && form == Form::Headings {
            page.exact.push(words_of(&locker()));
        }
    }
}

fn rewrite_title_beside_prose(page: &mut Page, at: usize, how: usize) {
    rewrite_title(page, at, how);
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        let prose =
            ["OTP – one time password\n\n", &format!("{OTP}\n\n"), "OTP – one time password\n"];
        piece.head.push_str(prose[at / count % prose.len()]);
    }
}

/// The row that is in some comments.
const OLD_ROW: &str = "| `OLD_CODE` | Gone. | Nothing |";

const NAMES: [&str; 10] = [
    "Tab",
    "Card",
    "Step",
    "Expandable",
    "Panel",
    "div",
    "Note",
    "AccordionGroup",
    "details",
    "accordion",
];

fn replace_element(page: &mut Page, at: usize, how: usize) {
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        for name in ["Accordion", "Tab", "details"] {
            let new = NAMES[how % NAMES.len()];
            piece.head = piece.head.replace(&format!("<{name}"), &format!("<{new}"));
            piece.tail = piece.tail.replace(&format!("</{name}"), &format!("</{new}"));
        }
    }
}

fn replace_opening_tag(page: &mut Page, at: usize, how: usize) {
    if page.is_whole() {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        let side = if how / NAMES.len() % 2 == 0 { &mut piece.head } else { &mut piece.tail };
        *side = side.replace("Accordion", NAMES[how % NAMES.len()]);
    }
}

fn replace_header(page: &mut Page, at: usize, how: usize) {
    const HEADERS: [&str; 9] = [
        "| Code | Meaning | Action |",
        "| Status codes | Descriptions | Recommended actions |",
        "| Status code | Meaning | Recommended action |",
        "| Status | Description | Recommended action |",
        "| Status code | Description | Description |",
        "| Status code | Status code | Recommended action |",
        "| | | |",
        "| Title Status code | Description | Recommended action |",
        "| Status code | Description |",
    ];
    if page.is_whole() && page.pieces.form != Form::Bold {
        let count = page.pieces.phases.len();
        let piece = &mut page.pieces.phases[at % count];
        let has_codes = |line: &String| piece.phase.rows.iter().any(|row| line.contains(&row[0]));
        if piece.lines.len() != piece.phase.rows.len() + 2 || has_codes(&piece.lines[0]) {
            return;
        }
        if how % 12 < HEADERS.len() {
            HEADERS[how % 12].clone_into(&mut piece.lines[0]);
        } else if how % 12 == 9 {
            piece.lines.remove(0);
        } else {
            // The title glued to the header.
            let glued = format!("{}{}", piece.head.trim_end(), piece.lines[0].trim_start());
            (piece.head, piece.lines[0]) = (String::new(), glued);
        }
    }
}

fn insert_comment(page: &mut Page, at: usize, how: usize) {
    const COMMENTS: [&str; 6] = [
        "<!-- c -->",
        "{/* c */}",
        "{/* c */ }",
        "{ /* a */ /* b */ }",
        "<!-- a\n| `OLD_CODE` | Gone. | Nothing |\n-->",
        "{/* a\n| `OLD_CODE` | Gone. | Nothing |\n*/}",
    ];
    let (mut lines, at) = page.lines(at);
    lines[at].push_str(COMMENTS[how % COMMENTS.len()]);
    page.set_lines(&lines);
}

fn delete_line(page: &mut Page, at: usize, _how: usize) {
    let (mut lines, at) = page.lines(at);
    let line = lines.remove(at);
    // Rule: a code without a row is removed. A row that stands twice is still there, and a line
    // that an edit inserted was no row.
    let codes: Vec<String> = page.exact[0].iter().map(|row| row[2].clone()).collect();
    let plain = line.replace('\\', "");
    if codes.iter().any(|code| plain.contains(code))
        && !lines.contains(&line)
        && !LINES.contains(&line.as_str())
    {
        let without = |exact: &Vec<Words>| {
            exact.iter().filter(|row| !plain.contains(&row[2])).cloned().collect::<Vec<_>>()
        };
        let exact = page.exact.iter().map(without).collect();
        page.exact = exact;
        page.done.push(Done::DeletedRow);
    }
    page.set_lines(&lines);
}

fn repeat_line(page: &mut Page, at: usize, _how: usize) {
    let (mut lines, at) = page.lines(at);
    lines.insert(at, lines[at].clone());
    page.set_lines(&lines);
}

fn swap_lines(page: &mut Page, at: usize, _how: usize) {
    let (mut lines, at) = page.lines(at);
    let next = (at + 1) % lines.len();
    lines.swap(at, next);
    // Rule: a row outside of comments counts, and this one may be outside now.
    if lines[at] == OLD_ROW || lines[next] == OLD_ROW {
        page.done.push(Done::MovedRowOutOfComment);
    }
    page.done.push(Done::Swapped);
    page.set_lines(&lines);
}

fn disturb_quote(page: &mut Page, at: usize, how: usize) {
    if !page.is_whole() {
        return;
    }
    let count = page.pieces.phases.len();
    let head = &mut page.pieces.phases[at % count].head;
    let quotes: Vec<usize> =
        head.match_indices(['"', '\'', '`', '>', '=']).map(|(at, _)| at).collect();
    if quotes.is_empty() {
        return;
    }
    let place = quotes[at / count % quotes.len()];
    match how % 3 {
        0 => {
            head.remove(place);
        }
        1 => head.insert(place, '"'),
        _ => head.insert(place, '\''),
    }
}
