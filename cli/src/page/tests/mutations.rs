//! Pages of a product that changed, written in another shape, and damaged: what is read of them is
//! exact, or they are refused.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use vkyc_status_codegen::text::folded;

use super::checked;
use super::forms::{FORMS, Phase, locker, phases_of};

/// A form of the page and the place of its first column, what changed since the table was written, how
/// the page is written otherwise, and what is damaged: which, where, how.
type Mutation = ((usize, usize), Vec<(usize, usize)>, Vec<Change>, Vec<Change>);
type Change = (usize, usize, usize);

fn mutation() -> impl Strategy<Value = Mutation> {
    let change = |edits: &[Edit]| (0..edits.len(), 0..100_000usize, 0..10_000usize);
    (
        (0..FORMS.len(), 0..3usize),
        vec((0..DRIFTS, 0..100usize), 0..3),
        vec(change(&RESHAPES), 0..3),
        // Where lines are lost twice, a page may say what no guard can doubt.
        vec(change(&DAMAGES), 0..3).prop_filter(
            "two of a kind",
            |damages| !matches!(damages[..], [(a, ..), (b, ..)] if a == b),
        ),
    )
}

/// The page that a mutation makes, and the phases of what it says.
fn mutated(((form, first), drifts, reshapes, damages): &Mutation) -> (String, Vec<Phase>) {
    let phases = drifted(drifts);
    let mut lines: Vec<String> = FORMS[*form].page(&phases).lines().map(str::to_owned).collect();
    reorder(&mut lines, *first);
    let reshapes = reshapes.iter().map(|(edit, at, how)| (RESHAPES[*edit], at, how));
    let damages = damages.iter().map(|(edit, at, how)| (DAMAGES[*edit], at, how));
    for (edit, at, how) in reshapes.chain(damages) {
        if !lines.is_empty() {
            let at = at % lines.len();
            edit(&mut lines, at, *how, &phases);
        }
    }
    (lines.join("\n"), phases)
}

/// What is wrong with what was read of a page that says `phases`: a phase or a row is not as it is
/// there, or a code that the page shows was not read.
fn fault(text: &str, phases: &[Phase], read: &[Phase]) -> Option<String> {
    let is_same = |a: &[String; 3], b: &[String; 3]| {
        a[0] == b[0] && folded(&a[1]) == folded(&b[1]) && folded(&a[2]) == folded(&b[2])
    };
    let is_exact = |phase: &Phase, own: &Phase| {
        let has_row = |row| own.rows.iter().any(|own| is_same(own, row));
        own.status == phase.status
            && folded(&own.title) == folded(&phase.title)
            && phase.rows.iter().all(has_row)
    };
    if let Some(phase) = read.iter().find(|phase| !phases.iter().any(|own| is_exact(phase, own))) {
        return Some(format!("read {phase:?}"));
    }
    let codes = |phases: &[Phase]| -> Vec<String> {
        phases.iter().flat_map(|phase| &phase.rows).map(|[code, ..]| code.clone()).collect()
    };
    let (shown, read) = (without_comments(text), codes(read));
    let all = codes(&[phases, &locker()].concat());
    let unread = all.iter().find(|code| !read.contains(code) && shows(&shown, code));
    unread.map(|code| format!("{code} is shown and not read"))
}

/// Whether a text has a code that is no part of a longer one.
fn shows(text: &str, code: &str) -> bool {
    let text = text.replace('\\', "");
    text.match_indices(code).any(|(at, _)| {
        let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        !text[..at].ends_with(is_part) && !text[at + code.len()..].starts_with(is_part)
    })
}

fn without_comments(text: &str) -> String {
    let mut text = text.to_owned();
    for (start, end) in [("<!--", "-->"), ("{/*", "*/")] {
        while let Some(at) = text.find(start) {
            let len = text[at..].find(end).map_or(text.len() - at, |len| len + end.len());
            text.replace_range(at..at + len, "");
        }
    }
    text
}

const DRIFTS: usize = 8;

/// What happened to the product: codes and phases that are new, gone, elsewhere, or worded otherwise.
fn drifted(drifts: &[(usize, usize)]) -> Vec<Phase> {
    let mut phases = locker();
    for (number, (drift, at)) in drifts.iter().enumerate() {
        let place = at % phases.len();
        let next = (place + 1) % phases.len();
        let rows = &mut phases[place].rows;
        let row = at / 4 % rows.len();
        let new = |code: &str| {
            [code.to_owned(), format!("It is new, {number}."), format!("Act on {number}")]
        };
        match drift {
            0 => rows.insert(row, new(&format!("NEW_CODE_{number}"))),
            1 => rows.push(new(["TIMEOUT", "REFUSED", "SHELVED"][number % 3])),
            2 if rows.len() > 1 => drop(rows.remove(row)),
            3 => rows[row][1] = format!("It is worded otherwise, {number}."),
            4 => phases[place].title = format!("Called otherwise {number}"),
            5 if rows.len() > 1 => {
                let row = rows.remove(row);
                phases[next].rows.push(row);
            }
            6 => drop(phases.remove(place)),
            _ => {
                let status = ["CONSENT", "LEFT_OPEN", "RECALLED"][number % 3].to_owned();
                let rows = vec![new(&format!("ADDED_CODE_{number}"))];
                phases.insert(place + 1, Phase { status, title: format!("New {number}"), rows });
            }
        }
    }
    phases
}

type Edit = fn(&mut Vec<String>, usize, usize, &[Phase]);

/// Other ways to write what the page says.
const RESHAPES: [Edit; 6] = [
    // inserted line
    |lines, at, how, phases| {
        let Phase { status, title, .. } = &phases[how / 100 % phases.len()];
        let line = pick(LINES, how).replace("TITLE", &format!("`{status}` – {title}"));
        lines.insert(at, line);
    },
    // marker
    |lines, at, how, _| {
        if !lines[at].starts_with('#') {
            lines[at].insert_str(0, pick(">  ¦ -  ¦ #  ¦ 1.  ¦      ¦ ####  ¦ ** ¦ <b>", how));
        }
    },
    // wrapped lines
    |lines, at, how, phases| {
        let (before, after) = pick(WRAPS, how).split_once(" … ").unwrap();
        let end = end_in_phase(lines, at, 1 + how / 100 % 12, phases);
        lines.insert(end, after.to_owned());
        lines.insert(at, before.to_owned());
    },
    |lines, at, how, _| reshape(lines, at, how),
    |lines, at, how, phases| retitle(lines, at, how, phases),
    // hidden end
    |lines, at, how, _| {
        lines[at].push_str(["{/* c */}", "<!-- c -->", "<br />", "  ", " |"][how % 5]);
    },
];

/// What can go wrong on the way. No word of a text is changed.
const DAMAGES: [Edit; 9] = [
    // lost lines
    |lines, at, how, phases| {
        let end = end_in_phase(lines, at, 1 + (how % 18).saturating_sub(9), phases);
        let lost = lines.drain(at..end).collect::<Vec<_>>().join("\n");
        match how / 18 % 4 {
            0 => lines.insert(at, format!("<!--\n{lost}\n-->")),
            1 => lines.insert(at, format!("{{/* {lost} */}}")),
            _ => {}
        }
    },
    // repeated line
    |lines, at, _, _| lines.insert(at, lines[at].clone()),
    // swapped lines
    |lines, at, _, _| {
        let next = (at + 1).min(lines.len() - 1);
        lines.swap(at, next);
    },
    // moved line
    |lines, at, how, _| {
        let line = lines.remove(at);
        lines.insert((at + how % 3).saturating_sub(1).min(lines.len()), line);
    },
    // cut
    |lines, at, how, _| {
        let len = lines[at].char_indices().map(|(len, _)| len).cycle().nth(how).unwrap_or(0);
        lines[at].truncate(len);
        lines.truncate(at + 1);
    },
    // joined lines
    |lines, at, _, phases| {
        // A title would be another one.
        if at + 1 < lines.len() && !is_title(&lines[at], phases) {
            let next = lines.remove(at + 1);
            lines[at].push_str(&next);
        }
    },
    // split line
    |lines, at, how, _| {
        if let Some(place) = place_of(&lines[at], &['|'], how) {
            let rest = lines[at].split_off(place);
            lines.insert(at + 1, rest);
        }
    },
    // lost mark
    |lines, at, how, _| {
        const MARKS: [char; 12] = ['|', '`', '"', '<', '>', '#', '/', '=', '–', ':', '{', '*'];
        let is_text = ["http", "!--", "/*"].iter().any(|mark| lines[at].contains(mark));
        let place = place_of(&lines[at], &MARKS, how).filter(|_| !is_text);
        place.map(|place| lines[at].remove(place));
    },
    // added mark
    |lines, at, how, _| {
        let place = place_of(&lines[at], &['|'], how / 7).unwrap_or_default();
        lines[at].insert_str(place, pick("` ¦ <!-- ¦ {/* ¦ ```", how));
    },
];

/// At most `len` lines after this one, before the next title: without one, the page would say that the
/// rows after it are of another phase.
fn end_in_phase(lines: &[String], at: usize, len: usize, phases: &[Phase]) -> usize {
    let ends =
        |line: &usize| is_title(&lines[*line], phases) || lines[*line].contains("Status code");
    (at + 1..lines.len().min(at + len)).find(ends).unwrap_or(lines.len().min(at + len))
}

fn is_title(line: &str, phases: &[Phase]) -> bool {
    let mut titles = phases.iter().map(|phase| &phase.title);
    line.starts_with(['#', '<', '`', '*']) || titles.any(|title| line.contains(title))
}

/// The place of one of these marks in a line.
fn place_of(line: &str, marks: &[char], how: usize) -> Option<usize> {
    let places: Vec<_> = line.match_indices(marks).map(|(at, _)| at).collect();
    (!places.is_empty()).then(|| places[how % places.len()])
}

/// Lines that may be inserted. None ends a comment, which would hide more than a phase.
const LINES: &str = " ¦ --- ¦ *** ¦ |---|---|---| ¦ OTP – one time password ¦ `OTP` is a one time password ¦ \
    Words of prose. ¦ A sentence that names LOCKER_FULL and no row ¦ > A quotation. ¦ \
    > | Status code | Description | Recommended action | ¦ ``` ¦ ~~~ ¦ ` ¦ <!-- ¦ \
    {/* one */ } ¦ ## Notes ¦ #### Notes ¦ **Notes** ¦ Notes ¦ <Note> ¦ </Accordion> ¦ \
    <Accordion title=\"Notes\"> ¦ <Accordion title=\"TITLE\"> ¦ <details> ¦ \
    <div> ¦ import X from 'x' ¦ [1]: https://example.com ¦ - `LABEL_PRINTED`: see above ¦ \
    | a | b | ¦ | `LABEL_PRINTED` | ¦ | Status code | Description | Recommended action | ¦ \
    ### TITLE";

/// What may be before and after lines.
const WRAPS: &str = "``` … ``` ¦ <Tab title=\"Codes\"> … </Tab> ¦ <Note> … </Note> ¦ \
    <details> … </details> ¦ <table> … </table> ¦ <Card title=\"More\"> … </Card> ¦ \
    :::note … ::: ¦ export const a = { … }";

/// One of the texts of a list.
fn pick(list: &str, how: usize) -> &str {
    let texts: Vec<_> = list.split(" ¦ ").collect();
    texts[how % texts.len()]
}

/// Puts each column of three this many places to the right.
fn reorder(lines: &mut [String], places: usize) {
    for line in lines {
        let mut cells: Vec<_> = line.trim_matches('|').split('|').collect();
        if cells.len() == 3 && places > 0 {
            cells.rotate_right(places);
            *line = format!("|{}|", cells.join("|"));
        }
    }
}

/// Writes the rows from this line on in another form than a table. A new name without an underscore in
/// prose is not seen, as documented.
fn reshape(lines: &mut [String], at: usize, how: usize) {
    for line in lines.iter_mut().skip(at).take(how / 11 % 9).filter(|line| line.contains('_')) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [a, b, c] = cells[..] else { continue };
        *line = match how % 11 {
            0 => format!("<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"),
            1 => format!("<Status code=\"{a}\" description=\"{b}\" action=\"{c}\" />"),
            2 => format!("- {a}: {b} {c}."),
            3 => format!("> | {a} | {b} | {c} |"),
            4 => format!("{a}{b}{c}"),
            5 => format!("#### {a} {b} {c}"),
            6 => format!("<Step title=\"{a}\">{b} {c}</Step>"),
            7 => format!("1. {a}: {b} {c}").replace('`', "").replace('_', "\\_"),
            8 => format!("{a}\t{b}\t{c}"),
            9 => format!("| ~~{a}~~ | ~~{b}~~ | ~~{c}~~ |"),
            _ => format!("| {a} | {b} {c} |"),
        };
    }
}

/// Other ways to write a title, and lines for it.
const TITLES: &str = "`STATUS`: TEXT ¦ STATUS – TEXT ¦ TEXT – `STATUS` ¦ TEXT (STATUS) ¦ `lower` – TEXT ¦ \
    1. `STATUS` – TEXT ¦ `STATUS`– TEXT ¦ `STATUS` TEXT ¦ `STATUS` ¦ TEXT ¦  ¦ **STATUS** → TEXT ¦ \
    STATUS (TEXT) ¦ `STATUS` – TEXT`STATUS` – TEXT ¦ [`STATUS`](#x) – TEXT";
const TITLE_LINES: &str = "TITLE ¦ <h3>TITLE</h3> ¦ **TITLE** ¦ <Note title=\"TITLE\"> ¦ ##### TITLE ¦ \
    <details>\n<summary>TITLE</summary>\n</details>";

/// Writes the title on or after this line in another way.
fn retitle(lines: &mut [String], at: usize, how: usize, phases: &[Phase]) {
    for Phase { status, title, .. } in phases {
        let own = format!("`{status}` – {title}");
        let new = pick(TITLES, how).replace("STATUS", status).replace("TEXT", title);
        let new = new.replace("lower", &status.to_lowercase());
        if let Some(line) = lines[at..].iter_mut().take(9).find(|line| line.contains(&own)) {
            *line = match pick(TITLE_LINES, (how / 15 % 9).saturating_sub(3)) {
                "TITLE" => line.replace(&own, &new),
                other => other.replace("TITLE", &new),
            };
        }
    }
}

/// Tries 2,000 pages, or as many and others: `MUTATIONS=100000 SEED=2 cargo test --release mutation`.
#[test]
fn no_mutation_gets_a_wrong_answer() {
    let variable =
        |name, default| std::env::var(name).map_or(default, |value| value.parse().unwrap());
    let (pages, mut read) = (variable("MUTATIONS", 2_000), 0);
    let config = Config { rng_seed: RngSeed::Fixed(variable("SEED", 1)), ..Config::default() };
    let mut runner = TestRunner::new(config);
    for _ in 0..pages {
        let mutation = mutation().new_tree(&mut runner).unwrap().current();
        let (text, phases) = mutated(&mutation);
        let Ok(page) = checked(&text) else { continue };
        read += 1;
        let fault = fault(&text, &phases, &phases_of(&page));
        assert!(fault.is_none(), "{fault:?}: {mutation:?}\n{text}");
    }
    println!("{read} of {pages} were read");
    assert!(read > pages / 4, "only {read} of {pages} were read");
}
