//! A page of a small product, which changes as the provider's does.

use std::fmt::Write as _;

/// The phases, each with its codes.
#[derive(Clone)]
pub(crate) struct Page(pub(crate) Vec<Phase>);

#[derive(Clone)]
pub(crate) struct Phase {
    pub(crate) status: String,
    title: String,
    pub(crate) codes: Vec<[String; 3]>,
}

impl Page {
    /// The page that the table is made of.
    pub(crate) fn january() -> Self {
        let mut page = Self(Vec::new());
        let phases = [
            ("QUEUE", "In the queue", ["TICKET_DRAWN", "DESK_CALLED", "TICKET_LOST"]),
            ("DESK", "At the desk", ["FORM_GIVEN", "FORM_SIGNED", "PHOTO_BLURRED"]),
            ("REVIEW", "Under review", ["FILE_OPENED", "FILE_INCOMPLETE", "FILE_CLOSED"]),
            ("RESULT", "Decided", ["CARD_PRINTED", "CARD_SENT", "CARD_REFUSED"]),
        ];
        for (status, title, codes) in phases {
            page.add_phase(status, title, &codes);
        }
        page
    }

    pub(crate) fn add_phase(&mut self, status: &str, title: &str, codes: &[&str]) {
        let (status, title) = (status.to_owned(), title.to_owned());
        self.0.push(Phase { status, title, codes: codes.iter().map(|code| row(code)).collect() });
    }

    pub(crate) fn remove_phase(&mut self, status: &str) {
        self.0.retain(|phase| phase.status != status);
    }

    pub(crate) fn phase(&mut self, status: &str) -> &mut Phase {
        self.0.iter_mut().find(|phase| phase.status == status).unwrap()
    }

    pub(crate) fn code(&mut self, code: &str) -> &mut [String; 3] {
        self.0.iter_mut().flat_map(|phase| &mut phase.codes).find(|row| row[0] == code).unwrap()
    }

    /// Adds a code after the first of a phase.
    pub(crate) fn add(&mut self, status: &str, code: &str) {
        self.phase(status).codes.insert(1, row(code));
    }

    pub(crate) fn remove(&mut self, code: &str) -> [String; 3] {
        let removed = self.code(code).clone();
        for phase in &mut self.0 {
            phase.codes.retain(|row| row[0] != code);
        }
        removed
    }

    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let pairs = self
            .0
            .iter()
            .flat_map(|phase| phase.codes.iter().map(|row| (phase.status.clone(), row[0].clone())));
        pairs.collect()
    }

    /// The page as it is published.
    pub(crate) fn text(&self) -> String {
        let mut out = "# Status reference\n\nWhat the desk reports.\n".to_owned();
        for Phase { status, title, codes } in &self.0 {
            let _ = write!(
                out,
                "\n<Accordion title=\"`{status}` – {title}\">\n  \
                 | Status code | Description | Recommended action |\n  | --- | --- | --- |\n"
            );
            for [code, description, action] in codes {
                let _ = writeln!(out, "  | `{code}` | {description} | {action} |");
            }
            out.push_str("</Accordion>\n");
        }
        out
    }

    /// The table of the page, its readings filled in.
    pub(crate) fn table(&self) -> String {
        let mut out = TABLE.to_owned();
        for Phase { status, title, codes } in &self.0 {
            let _ = write!(out, "\n[[phase]]\nstatus = \"{status}\"\ntitle = \"{title}\"\n");
            for [code, description, action] in codes {
                let _ = write!(
                    out,
                    "\n[[phase.code]]\ncode = \"{code}\"\ndescription = \"{description}\"\n\
                     recommended_action = \"{action}\"\nactions = [\"wait\"]\noutcome = \"pending\"\n"
                );
            }
        }
        out
    }
}

const TABLE: &str = "# The statuses of the desk.

[source]
title = \"Status reference\"
url = \"https://example.com/statuses\"
retrieved = 2026-01-01

[[action]]
id = \"wait\"
summary = \"Wait.\"

[[outcome]]
id = \"pending\"
summary = \"It goes on.\"
";

/// A code and its words.
fn row(code: &str) -> [String; 3] {
    let words = code.to_ascii_lowercase().replace('_', " ");
    [code.to_owned(), format!("Event: {words}."), format!("Wait after {words}")]
}
