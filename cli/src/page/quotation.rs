//! The lines of a quotation come in, one by one; whether rows are expected in it goes out.

use super::html::{self, Role};
use super::passed_over::Place;
use super::rendered::Links;
use super::row::{self, Row};
use super::{tag, title};

/// What the lines of a quotation said so far.
#[derive(Default)]
pub(super) struct Quotation {
    /// Whether the quotation has a phase's title, or an element.
    has_title: bool,
    has_code_column: bool,
}

impl Quotation {
    /// Takes in a line without its quotation marks, and its cells if it is a row.
    pub(super) fn add(&mut self, text: &str, row: Option<&Row<'_>>, links: &Links) {
        let words = text.trim_matches(['#', '*', ' ']);
        self.has_title |= title::parse(words, 0, links).is_some();
        self.has_title |= tag::name(text)
            .is_some_and(|(name, _)| matches!(html::role(name), Role::Titled | Role::Component));
        self.has_code_column |=
            row.is_some_and(|row| row.cells.iter().any(|cell| row::names_codes(cell)));
    }

    /// Where the words of its lines are, if that is a place where rows are expected.
    pub(super) fn place(&self) -> Option<Place> {
        if self.has_title {
            Some(Place::Expected("in a quotation with a title"))
        } else if self.has_code_column {
            Some(Place::Expected("in a table of codes"))
        } else {
            None
        }
    }
}
