//! Collects the words that are written like codes and are in no row that was read, each with its
//! first line.

use std::collections::HashSet;

use super::code_words::{self, Match};

/// A word written like a code that is in no row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub word: String,
    pub line: usize,
    pub place: Place,
}

/// Where on the page a [`Mention`] is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a comment, which the page does not show.
    Comment,
    /// Where any page may have such a word; also any place, if the match is only loose.
    Prose,
    /// Under another title in the section of the phase with this status.
    Below(String),
    /// Where rows are expected. The text says where, as messages do: "in an element".
    Expected(&'static str),
    /// The whole of a cell in the column of codes of a table that is not ours.
    Cell,
    /// The status, written as code, in the title of a heading or an element.
    Title,
}

#[derive(Debug, Default)]
pub(super) struct Mentions {
    mentions: Vec<Mention>,
    seen: HashSet<(String, Place)>,
    /// What may be rows of something else than a table. They count if their section turns out to
    /// have phases: the section, and the mention.
    by_section: Vec<(usize, Mention)>,
}

impl Mentions {
    /// Adds the words of `text`.
    pub(super) fn add(&mut self, text: &str, line: usize, place: &Place) {
        code_words::for_each(text, |word, how| {
            let place = match (how, place) {
                (Match::Loose, Place::Comment) => return,
                (Match::Loose, _) => Place::Prose,
                (Match::Exact, place) => place.clone(),
            };
            if self.seen.insert((word.to_owned(), place.clone())) {
                self.mentions.push(Mention { word: word.to_owned(), line, place });
            }
        });
    }

    /// Adds the words of a line that may be a row of something else than a table.
    pub(super) fn add_row(&mut self, text: &str, line: usize, section: usize) {
        code_words::for_each(text, |word, how| {
            if how == Match::Exact {
                let place = Place::Expected("in the section of the phases");
                let mention = Mention { word: word.to_owned(), line, place };
                self.by_section.push((section, mention));
            }
        });
    }

    /// Every mention, in the order of the page. `sections` are those with phases.
    pub(super) fn finish(mut self, sections: &HashSet<usize>) -> Vec<Mention> {
        for (section, mention) in self.by_section {
            let key = (mention.word.clone(), mention.place.clone());
            if sections.contains(&section) && self.seen.insert(key) {
                self.mentions.push(mention);
            }
        }
        self.mentions.sort_by_key(|mention| mention.line);
        self.mentions
    }
}
