//! What is in no row that was read comes in; the words in it that are written like codes go out,
//! with the first line of each.

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
    /// Where any page may have it; or anywhere, if only a loose match.
    Prose,
    /// In a part of the section that has this status in its title.
    Below(String),
    /// Where rows are expected: the words that say so.
    Expected(&'static str),
    /// The whole of a cell in a column of codes.
    Cell,
    /// The status in a heading's or an element's title, written as code.
    Title,
}

#[derive(Debug, Default)]
pub(super) struct Mentions {
    mentions: Vec<Mention>,
    seen: HashSet<(String, Place)>,
    /// Mentions that are in a section among the phases if it has phases: its number, and the mention.
    by_section: Vec<(usize, Mention)>,
}

impl Mentions {
    /// Takes in the words of `text`.
    pub(super) fn add(&mut self, text: &str, line: usize, place: &Place) {
        code_words::for_each(text, |word, found| {
            let place = match (found, place) {
                (Match::Loose, Place::Comment) => return,
                (Match::Loose, _) => Place::Prose,
                (Match::Exact, place) => place.clone(),
            };
            if self.seen.insert((word.to_owned(), place.clone())) {
                self.mentions.push(Mention { word: word.to_owned(), line, place });
            }
        });
    }

    /// Takes in the words of a line that may be a row of something else than a table.
    pub(super) fn add_row(&mut self, text: &str, line: usize, section: usize) {
        code_words::for_each(text, |word, found| {
            if found == Match::Exact {
                let place = Place::Expected("in the section of the phases");
                let mention = Mention { word: word.to_owned(), line, place };
                self.by_section.push((section, mention));
            }
        });
    }

    /// Every mention, in the order of the page; `sections` are those that have phases.
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
