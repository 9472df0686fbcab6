//! The rows of `[[accepted]]`, in their four forms.

use toml::Spanned;
use toml::de::DeValue;

use super::Parser;
use super::keys::Keys;
use crate::table::{Accepted, AcceptedRow, ColumnRow, Text};
use crate::text::quoted;

const KEYS: [&str; 8] = ["text", "cell", "status", "header", "code", "column", "page", "reason"];

/// The keys that tell the forms apart; each form has one of them.
const FORMS: [&str; 4] = ["text", "cell", "header", "page"];

/// The column of a wording that is a phase's title.
pub(super) const TITLE: &str = "title";

impl<'a> Parser<'a> {
    /// The form is told by the key that only it has.
    pub(super) fn accepted(
        &mut self,
        mut row: Keys<'a, '_>,
        columns: &[ColumnRow],
    ) -> Option<AcceptedRow> {
        if row.left.keys().any(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            // Whatever is missing may have been meant by the unknown key.
            row.known.extend(KEYS);
            for key in KEYS {
                row.left.remove(key);
            }
            self.finish(row);
            return None;
        }
        let forms: Vec<_> = FORMS.into_iter().filter(|key| row.has(key)).collect();
        if forms.len() > 1 {
            let position = row.start.map(|start| self.file.position(start));
            let message = format!("one [[accepted]] row has `{}`", forms.join("` and `"));
            self.report(position, message, "make a row of each");
            return None;
        }
        let difference = if let Some(value) = row.take("text") {
            self.words(value).map(Accepted::Words)
        } else if let Some(value) = row.take("cell") {
            let cell = self.text("cell", value);
            let status = row.take("status").and_then(|value| self.text("status", value));
            cell.map(|cell| Accepted::Cell { cell, status })
        } else if let Some(value) = row.take("header") {
            self.text("header", value).map(Accepted::Header)
        } else {
            self.wording(&mut row, columns)
        };
        let reason = self.required_text(&mut row, "reason");
        self.finish(row);
        Some(AcceptedRow { difference: difference?, reason })
    }

    /// The value of `text`: a word, or a list of words.
    fn words(&mut self, value: Spanned<DeValue<'a>>) -> Option<Vec<Text>> {
        let span = value.span();
        let values = match value.into_inner() {
            DeValue::Array(values) if values.is_empty() => {
                self.report(self.file.position(span.start), "`text` is empty", "list the words");
                return None;
            }
            DeValue::Array(values) => values.into_iter().collect(),
            value => vec![Spanned::new(span, value)],
        };
        values.into_iter().map(|value| self.word(value)).collect()
    }

    fn word(&mut self, value: Spanned<DeValue<'a>>) -> Option<Text> {
        let text = self.text("text", value)?;
        if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Some(text);
        }
        let message = format!("not one word: {}", quoted(&text));
        self.report(text.position(), message, "write a word that looks like a code, or a `cell`");
        None
    }

    fn wording(&mut self, row: &mut Keys<'a, '_>, columns: &[ColumnRow]) -> Option<Accepted> {
        if !["code", "status", "column", "page"].iter().any(|key| row.has(key)) {
            let help = "write `text`, `cell`, `header`, or `code`, `column` and `page`";
            let position = row.start.map(|start| self.file.position(start));
            self.report(position, "this row does not say what it accepts", help);
            return None;
        }
        let name = if row.has("status") { "status" } else { "code" };
        let id = self.required_text(row, name);
        let column = self.required_text(row, "column");
        let page = self.required_text(row, "page");
        let names: Vec<&str> = if name == "status" {
            vec![TITLE]
        } else {
            let on_page = columns.iter().skip(1).filter(|column| column.header.is_some());
            on_page.map(|column| &*column.name).collect()
        };
        if !column.is_empty() && !names.contains(&&*column) {
            let message = format!("not a column of a {name}: {}", quoted(&column));
            let help = format!("write {}", names.join(" or "));
            self.report(column.position(), message, help);
        }
        Some(Accepted::Wording { row: id, column, page })
    }
}
