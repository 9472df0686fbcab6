//! Titles and rows come in; the phases with their codes go out, each of them once.

use std::collections::HashMap;

use super::fault::{Fault, LOOK_AT_PAGE};
use super::{Code, Phase, Title};

/// The phases that were read so far.
#[derive(Default)]
pub(super) struct Phases {
    phases: Vec<Phase>,
    /// Where in `phases` a status is.
    places: HashMap<String, usize>,
    /// The line of each code.
    codes: HashMap<String, usize>,
}

impl Phases {
    /// Adds a phase with the rows of its table.
    pub(super) fn add(&mut self, title: Title, codes: Vec<Code>) -> Result<(), Fault> {
        let next = self.phases.len();
        if let Some(first) = self.places.insert(title.status.clone(), next) {
            let message = format!(
                "the phase {} stands twice on the page, first on line {}",
                title.status, self.phases[first].line
            );
            return Err(Fault::at(title.line, message, LOOK_AT_PAGE));
        }
        for Code { code, line, .. } in &codes {
            if let Some(first) = self.codes.insert(code.clone(), *line) {
                let message =
                    format!("the code {code} stands twice on the page, first on line {first}");
                return Err(Fault::at(*line, message, LOOK_AT_PAGE));
            }
        }
        let Title { status, title, line } = title;
        self.phases.push(Phase { status, title, line, codes });
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.phases.is_empty()
    }

    pub(super) fn finish(self) -> Vec<Phase> {
        self.phases
    }
}
