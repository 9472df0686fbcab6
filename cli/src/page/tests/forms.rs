//! Writes phases as a page, in every form that is read.

use super::Phase;

/// A page in pieces.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    pub(super) form: Form,
    pub(super) before: String,
    pub(super) phases: Vec<Piece>,
    pub(super) after: String,
}

/// A phase of a page; `head` and `tail` are what is before and after the lines of its table.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) phase: Phase,
    pub(super) head: String,
    pub(super) lines: Vec<String>,
    pub(super) tail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Published,
    Scraped,
    NoLeadingPipes,
    Headings,
    Plain,
    Group,
    Details,
    Bold,
    Markup,
}

pub(super) const FORMS: [Form; 9] = [
    Form::Published,
    Form::Scraped,
    Form::NoLeadingPipes,
    Form::Headings,
    Form::Plain,
    Form::Group,
    Form::Details,
    Form::Bold,
    Form::Markup,
];

const INTRO: &str = "> ## Documentation Index\n> Fetch the index at: https://example.com/llms.txt\n\n\
    # Locker status reference\n\n> Understand the statuses of lockers.\n\n\
    The tables describe all statuses.\n\n## Delivery phase statuses\n\n\
    Statuses are organised by phase.\n\n";

impl Form {
    pub(super) fn render(self, phases: &[Phase]) -> Pieces {
        let (before, after) = match self {
            Self::Scraped | Self::NoLeadingPipes => {
                ("Locker status reference\nThe tables describe all statuses.Phases\n", "")
            }
            Self::Plain => ("Locker status reference\n\n", ""),
            Self::Group => ("# Locker statuses\n\n<AccordionGroup>\n", "</AccordionGroup>\n"),
            _ => (INTRO, ""),
        };
        let phases = phases.iter().map(|phase| self.piece(phase)).collect();
        Pieces { form: self, before: before.to_owned(), phases, after: after.to_owned() }
    }

    pub(super) fn piece(self, phase: &Phase) -> Piece {
        let Phase { status, title, rows } = phase;
        let (head, tail) = self.frame(&format!("`{status}` – {title}"), phase);
        let header = match self {
            Self::NoLeadingPipes => {
                ["Status code | Description | Recommended action", "---|---|---"]
            }
            Self::Plain => ["Sub-status | Description | Recommended action", ":---|:---:|---:"],
            Self::Group => [
                "      | sub\\_status | Description | Recommended action |",
                "      | :---: | --- | ---: |",
            ],
            Self::Bold => ["|Recommended action|**Status code**|Description|", "|-|-|-|"],
            _ => ["| Status code | Description | Recommended action |", "|---|---|---|"],
        };
        let row = |[code, description, action]: &[String; 3]| match self {
            Self::Scraped | Self::NoLeadingPipes => format!("{code} | {description} | {action} |"),
            Self::Plain => format!("{code} | {description} | {action}"),
            Self::Group => {
                let code = code.replace('_', "\\_");
                format!("      |\u{a0}{code} | {description}\t|  {action} |")
            }
            Self::Bold => format!("|{action}|**{code}**|{description}|"),
            Self::Markup => {
                format!("| <code>{code}</code> | {} | {action} |", marked_up(description))
            }
            _ => format!("| `{code}` | {description} | {action} |"),
        };
        let lines = header.into_iter().map(str::to_owned).chain(rows.iter().map(row)).collect();
        Piece { phase: phase.clone(), head, lines, tail }
    }

    /// What is before and after the table of a phase with this title.
    pub(super) fn frame(self, title: &str, phase: &Phase) -> (String, String) {
        let plain = title.replace('`', "");
        let (head, tail) = match self {
            Self::Published => (format!("<Accordion title=\"{title}\">\n"), "</Accordion>\n\n"),
            Self::Scraped | Self::NoLeadingPipes => (format!("{title}\n{title}\n"), ""),
            Self::Headings => (format!("### {title}\n\nWhat the scanner said.\n\n"), "\n"),
            Self::Plain => (format!("{plain}\n"), "\n"),
            Self::Group => (
                format!(
                    "  <Accordion icon={{<Icon name=\"{}\" />}}\n    title={{\"{title}\"}} defaultOpen\n  >\n\n",
                    phase.status.to_lowercase()
                ),
                "\n  </Accordion>\n",
            ),
            Self::Details => {
                (format!("<details>\n<summary>{title}</summary>\n\n"), "\n</details>\n\n")
            }
            Self::Bold => (format!("**{title}**\n\n"), "\n"),
            Self::Markup => (
                format!("<Tab title='{}'>\n", title.replace(" – ", " –\n  ")),
                "{/* checked */ }\n</Tab>\n\n",
            ),
        };
        (head, tail.to_owned())
    }
}

/// The words with markup that shows nothing of its own.
fn marked_up(words: &str) -> String {
    let words = words.replacen(' ', "{' '}", 1).replacen("parcel", "par&shy;cel", 1);
    format!(
        "<b>{}</b>{{/* c */}}",
        words.replacen("hub", "<Tooltip tip={\"a > b\"}>hub</Tooltip>", 1)
    )
}

impl Pieces {
    pub(super) fn text(&self) -> String {
        let phases = self.phases.iter().map(|piece| {
            let lines = lines_of(&piece.lines);
            format!("{}{lines}{}", piece.head, piece.tail)
        });
        format!("{}{}{}", self.before, phases.collect::<String>(), self.after)
    }
}

/// The lines as one text, each with its end.
pub(super) fn lines_of(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
