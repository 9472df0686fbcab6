//! Writes phases as a table and as a page, in every form that is read.

use std::fmt::Write as _;

use crate::page::{Page, PagePhase};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phase {
    pub(super) status: String,
    pub(super) title: String,
    /// A code, a description and a recommended action.
    pub(super) rows: Vec<[String; 3]>,
}

/// The phases of the product, and the codes of each.
const LOCKER: &str = "\
ACCEPTED | Parcel accepted
LABEL_PRINTED | The sender printed the label. | Bring the parcel to a shop
PICKUP_BOOKED | A courier will come. | Keep the parcel ready
IN_TRANSIT | On its way
HUB_REACHED | The parcel reached a hub. | Wait for the next scan
HUB_LEFT | The parcel left a hub. | Wait for one more scan
LOCKER_FULL | No locker is free now. | Retry later or offer a shop
HELD | Held at customs
DUTY_UNPAID | A duty is due. | Ask for the duty
CLOSED | Delivery closed
PARCEL_COLLECTED | The receiver has the parcel. | Mark delivery as complete
PARCEL_RETURNED | The parcel went back. | Mark delivery as failed";

pub(super) fn locker() -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for line in LOCKER.lines() {
        match line.split(" | ").map(str::to_owned).collect::<Vec<_>>().try_into() {
            Ok(row) => phases.last_mut().unwrap().rows.push(row),
            Err(title) => {
                let [status, title] = title.try_into().unwrap();
                phases.push(Phase { status, title, rows: Vec::new() });
            }
        }
    }
    phases
}

pub(super) fn toml(phases: &[Phase]) -> String {
    let mut toml = "[source]\ntitle = 'Locker statuses'\nurl = 'https://example.com/lockers'\n\
        retrieved = 2026-11-22\n\n[[column]]\nname = 'code'\nheader = 'Status code'\n\n\
        [[column]]\nname = 'description'\nheader = 'Description'\ndoc = 'What happened.'\n\n\
        [[column]]\nname = 'recommended_action'\nheader = 'Recommended action'\ndoc = 'What to do.'\n"
        .to_owned();
    for Phase { status, title, rows } in phases {
        let _ = write!(toml, "\n[[phase]]\nstatus = {status:?}\ntitle = {title:?}\n");
        for [code, description, action] in rows {
            let _ = write!(
                toml,
                "\n[[phase.code]]\ncode = {code:?}\ndescription = {description:?}\n\
                 recommended_action = {action:?}\n"
            );
        }
    }
    toml
}

/// The phases of a page, without line numbers.
pub(super) fn phases_of(page: &Page) -> Vec<Phase> {
    let text = |text: &Option<String>| text.clone().unwrap();
    let phase = |PagePhase { status, title, codes, .. }: &PagePhase| Phase {
        status: status.clone(),
        title: title.clone(),
        rows: codes
            .iter()
            .map(|row| [row.code.clone(), text(&row.texts[0]), text(&row.texts[1])])
            .collect(),
    };
    page.phases.iter().map(phase).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Published,
    Headings,
    Scraped,
    /// As scraped, with no leading pipe in any row.
    Bare,
}

pub(super) const FORMS: [Form; 4] = [Form::Published, Form::Headings, Form::Scraped, Form::Bare];

impl Form {
    pub(super) fn page(self, phases: &[Phase]) -> String {
        let intro = match self {
            Self::Published | Self::Headings => {
                "> ## Index\n> See https://example.com/llms.txt\n\n# Lockers\n\nWords about `HUB_LEFT`.\n\n\
                 <span id=\"statuses\" />\n\n## Locker statuses\n\nOrganised by phase.\n\n"
            }
            Self::Scraped | Self::Bare => "Locker statuses\nThe tables list all of them.Phases\n",
        };
        let phases = phases.iter().map(|phase| self.phase(phase));
        intro.to_owned() + &phases.collect::<String>()
    }

    pub(super) fn phase(self, phase: &Phase) -> String {
        let Phase { status, title, rows } = phase;
        let title = format!("`{status}` – {title}");
        let (head, tail) = match self {
            Self::Published => (format!("<Accordion title=\"{title}\">\n"), "</Accordion>\n\n"),
            Self::Headings => (format!("### {title}\n\nWhat it says.\n\n"), "\n"),
            Self::Scraped | Self::Bare => (format!("{title}\n{title}\n"), ""),
        };
        let header = match self {
            Self::Bare => "Status code | Description | Recommended action\n---|---|---\n",
            _ => "| Status code | Description | Recommended action |\n|---|:---:|---|\n",
        };
        let rows = rows.iter().map(|row| self.row(row) + "\n").collect::<String>();
        format!("{head}{header}{rows}{tail}")
    }

    pub(super) fn row(self, [code, description, action]: &[String; 3]) -> String {
        match self {
            Self::Published | Self::Headings => format!("| `{code}` | {description} | {action} |"),
            Self::Scraped | Self::Bare => format!("{code} | {description} | {action} |"),
        }
    }
}
