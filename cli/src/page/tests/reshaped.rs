//! Writes the same rows and titles in other shapes.

use super::Phase;
use super::forms::Form;

/// Rows that are not in one of our tables; the last three are, with another header.
pub(super) fn body(rows: &[[String; 3]], how: usize) -> Vec<String> {
    let each = |line: fn(&[String; 3]) -> String| rows.iter().map(line).collect::<Vec<_>>();
    let under = |header: &[&str], lines: Vec<String>| {
        header.iter().map(|line| (*line).to_owned()).chain(lines).collect::<Vec<_>>()
    };
    let row: fn(&[String; 3]) -> String = |[c, d, a]| format!("| `{c}` | {d} | {a} |");
    let ours = ["| Status code | Description | Recommended action |", "|---|---|---|"];
    match how % BODIES {
        0 => {
            let rows = each(|[c, d, a]| format!("<tr><td>{c}</td><td>{d}</td><td>{a}</td></tr>"));
            let head = "<tr><th>Status code</th><th>Description</th><th>Action</th></tr>";
            [under(&["<table>", head], rows), vec!["</table>".to_owned()]].concat()
        }
        1 => {
            each(|[c, d, a]| format!("<Status code=\"{c}\" description=\"{d}\" action=\"{a}\" />"))
        }
        2 => each(|[c, d, a]| format!("- `{c}`: {d} {a}.")),
        3 => each(|[c, d, a]| {
            format!("<ResponseField name=\"{c}\" type=\"string\">\n{d} {a}\n</ResponseField>")
        }),
        4 => under(
            &["| Status code | What it means |", "|---|---|"],
            each(|[c, d, _]| format!("| `{c}` | {d} |")),
        ),
        5 => {
            let line = |name: &str, at: usize| {
                let cells: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
                format!("| {name} | {} |", cells.join(" | "))
            };
            let dashes = format!("|---|{}", "---|".repeat(rows.len()));
            vec![
                line("Status code", 0),
                dashes,
                line("Description", 1),
                line("Recommended action", 2),
            ]
        }
        6 => each(row),
        7 => each(|[c, d, a]| format!("> | `{c}` | {d} | {a} |")),
        8 => [vec!["```".to_owned()], under(&ours, each(row)), vec!["```".to_owned()]].concat(),
        9 => under(&["| Code | Meaning | Action |", "|---|---|---|"], each(row)),
        10 => {
            under(&["| Name | Meaning |", "|---|---|"], each(|[c, d, _]| format!("| {c} | {d} |")))
        }
        11 => each(|[c, d, a]| format!("{c}{d}{a}")),
        12 => each(|[c, d, a]| format!("{c}\t{d}\t{a}")),
        13 => each(|[c, d, a]| format!("**{c}**\n\n{d}\n\n{a}\n")),
        14 => each(|[c, d, a]| format!("#### `{c}`\n\n{d}\n\n{a}\n")),
        15 => each(|[c, d, a]| format!("<Step title=\"{c}\">\n{d} {a}\n</Step>")),
        16 => each(|[c, d, a]| format!("1. {}: {d} {a}", c.replace('_', "\\_"))),
        17 => under(
            &["| Status codes | Descriptions | Recommended actions |", "|---|---|---|"],
            each(row),
        ),
        18 => {
            under(&["| Status code | Recommended action | Next step |", "|---|---|---|"], each(row))
        }
        _ => under(&ours, each(row)),
    }
}

pub(super) const BODIES: usize = 20;

/// Codes that the table does not have.
pub(super) fn new_rows(name: &str) -> Vec<[String; 3]> {
    let row = |code: &str, [description, action]: [&str; 2]| {
        [format!("{name}_{code}"), description.to_owned(), action.to_owned()]
    };
    vec![row("ASKED", ["It was asked for.", "Wait"]), row("GIVEN", ["It was given.", "Go on"])]
}

pub(super) const TITLES: usize = 30;

/// A title in another wording or place: head and tail of its phase.
pub(super) fn titles(form: Form, phase: &Phase, how: usize) -> (String, String) {
    let Phase { status, title, .. } = phase;
    let lower = status.to_lowercase();
    let texts = [
        format!("`{status}`: {title}"),
        format!("{status}: {title}"),
        format!("{title} – `{status}`"),
        format!("{title} ({status})"),
        format!("`{lower}` – {title}"),
        format!("{lower} – {title}"),
        format!("1. `{status}` – {title}"),
        format!("Phase `{status}` – {title}"),
        format!("`{status}`– {title}"),
        format!("`{status}` {title}"),
        format!("`{status}`"),
        title.clone(),
        String::new(),
        format!("`{status}` – {}", "very long ".repeat(40)),
    ];
    let own = format!("`{status}` – {title}");
    if let Some(text) = texts.get(how % TITLES) {
        return form.frame(text, phase);
    }
    let element = |name: &str, attribute: &str| {
        (format!("<{name} {attribute}=\"{own}\">\n\n"), format!("\n</{name}>\n\n"))
    };
    match how % TITLES {
        14 => element("Tab", "title"),
        15 => element("Card", "title"),
        16 => element("Step", "title"),
        17 => element("Expandable", "title"),
        18 => element("Panel", "title"),
        19 => element("section", "title"),
        20 => element("Accordion", "name"),
        21 => element("Note", "title"),
        22 => (format!("<details>\n<summary>{own}</summary>\n\n"), "\n</details>\n\n".to_owned()),
        23 => (format!("<h2>{own}</h2>\n\n"), "\n".to_owned()),
        24 => (format!("{own}\n---\n\n"), "\n".to_owned()),
        25 => (format!("##### {own}\n\n"), "\n".to_owned()),
        26 => (format!("**{own}**\n\n"), "\n".to_owned()),
        27 => (format!("{own}\n\n"), "\n".to_owned()),
        28 => (format!("<Panel title=\"{own}\" />\n\n"), "\n".to_owned()),
        _ => (format!("<summary>{own}</summary>\n\n"), "\n".to_owned()),
    }
}
