//! The values of a table: tables, texts, addresses and days; and the keys that a table has too many
//! or too few of.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::keys::Keys;
use super::{Lack, Parser, did_you_mean};
use crate::table::Text;
use crate::text::{is_blank, is_invisible, quoted, shortened};

impl<'a> Parser<'a> {
    /// The tables under a key, which may be absent; `None` if it holds something else.
    pub(super) fn rows<'k>(
        &mut self,
        value: Option<Spanned<DeValue<'a>>>,
        header: &'static str,
    ) -> Option<Vec<Keys<'a, 'k>>> {
        let Some(value) = value else { return Some(Vec::new()) };
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.wrong_type(&span, "not an array of tables", format!("write {header}"));
            return None;
        };
        values.into_iter().map(|value| self.keys(value, header)).collect()
    }

    pub(super) fn keys<'k>(
        &mut self,
        value: Spanned<DeValue<'a>>,
        header: &'static str,
    ) -> Option<Keys<'a, 'k>> {
        let span = value.span();
        if let DeValue::Table(keys) = value.into_inner() {
            return Some(Keys::new(header, Some(span.start), keys));
        }
        self.wrong_type(&span, "not a table", format!("write it under {header}"));
        None
    }

    /// The text of a key that must be there; an empty one if it is missing or wrong.
    pub(super) fn required_text<'k>(&mut self, row: &mut Keys<'a, 'k>, key: &'k str) -> Text {
        row.require(key).and_then(|value| self.text(key, value)).unwrap_or_default()
    }

    /// A string that is not blank. Spaces at its ends and invisible characters in it are reported.
    pub(super) fn text(&mut self, key: &str, value: Spanned<DeValue<'a>>) -> Option<Text> {
        self.text_or(key, value, "fill it in")
    }

    /// Like [`text`](Self::text), with what to do about a blank one.
    pub(super) fn text_or(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'a>>,
        if_blank: &str,
    ) -> Option<Text> {
        let span = value.span();
        let value = value.into_inner();
        let has_brackets = matches!(value, DeValue::Array(_) | DeValue::Table(_));
        let DeValue::String(text) = value else {
            let help = if has_brackets {
                "write one text in double quotes, without brackets"
            } else {
                "put it in double quotes"
            };
            self.wrong_type(&span, "not a string", help);
            return None;
        };
        let position = self.file.position(span.start);
        if is_blank(&text) {
            let message = format!("blank text: {key} = {}", quoted(&text));
            self.report(position, message, if_blank);
            return None;
        }
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            let message = format!("white space at the start or the end: {}", quoted(&text));
            self.report(position, message, "remove it");
        }
        // Documentation may have several lines.
        let may_be_there = |c: char| !is_invisible(c) || key == "doc" && c == '\n';
        if let Some(c) = trimmed.chars().find(|c| !may_be_there(*c)) {
            let position = self.file.position_of(&span, c);
            let message = format!("invisible character in {}", quoted(&text));
            // Without a line break or a tab, two words would be one.
            let what = if c.is_whitespace() { "write a space instead of" } else { "remove" };
            self.report(position, message, format!("{what} the U+{:04X}", u32::from(c)));
        }
        Some(Text::new(text.into_owned(), position))
    }

    pub(super) fn check_url(&mut self, url: &Text) {
        let allowed = |c: char| c.is_ascii_graphic() && !r#"<>"\^`{|}"#.contains(c);
        let after = url.strip_prefix("https://").unwrap_or_default();
        let has_host = after.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_address = has_host && url.chars().all(allowed);
        if !is_address && !url.is_empty() {
            let message = format!("not an https address: {}", quoted(url));
            let help = "copy the page's address, which starts with https:// and a host";
            self.report(url.position(), message, help);
        }
    }

    pub(super) fn day(&mut self, value: &Spanned<DeValue<'a>>) -> Option<Text> {
        let span = value.span();
        let date = match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() => when.date,
            _ => None,
        };
        let Some(date) = date else {
            self.wrong_type(&span, "not a date", "write the day as YYYY-MM-DD, without quotes");
            return None;
        };
        Some(Text::new(date.to_string(), self.file.position(span.start)))
    }

    /// Reports the keys that are left in a row and notes the ones that it lacks. A key that is left is
    /// taken for a missing one that is spelt wrong, if there is one.
    pub(super) fn finish(&mut self, row: Keys<'a, '_>) {
        let Keys { header, start, name, left, known, mut missing } = row;
        let is_only = left.len() == 1 && missing.len() == 1;
        for (key, _) in left {
            let meant = self.suggestion(key.get_ref(), missing.iter().copied());
            let meant = meant.or_else(|| missing.first().copied().filter(|_| is_only));
            missing.retain(|missing| Some(*missing) != meant);
            let meant = meant.or_else(|| self.suggestion(key.get_ref(), known.iter().copied()));
            let offset = key.span().start;
            let what = if self.file.line(offset).starts_with('[') { "table" } else { "key" };
            let keys = || format!("the keys of {header} are {}", known.join(", "));
            let help = meant.map_or_else(keys, did_you_mean);
            let message = format!("unknown {what} `{}`", shortened(key.get_ref()));
            self.report(self.file.position(offset), message, help);
        }
        let position = start.map(|start| self.file.position(start));
        for key in missing {
            let lack = Lack { position, name: name.clone() };
            self.missing.entry((header, key.to_owned())).or_default().push(lack);
        }
    }

    /// Reports each missing key once, however many rows lack it.
    pub(super) fn report_missing(&mut self) {
        const SHOWN: usize = 3;
        for ((header, key), rows) in std::mem::take(&mut self.missing) {
            let (key, position) = (format!("missing key `{key}`"), rows[0].position);
            if let [Lack { name, .. }] = &*rows {
                let name = if name.is_empty() {
                    String::new()
                } else {
                    format!(" in {}", shortened(name))
                };
                self.report(position, key + &name, format!("add it to {header}"));
                continue;
            }
            let names = rows.iter().take(SHOWN).map(|row| match row.position {
                Some(position) if row.name.is_empty() => format!("line {}", position.line),
                _ => shortened(&row.name),
            });
            let names = names.collect::<Vec<_>>().join(", ");
            let more = match rows.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            self.report(position, format!("{key} in {names}{more}"), "add it to each of them");
        }
    }

    pub(super) fn wrong_type(
        &mut self,
        span: &Range<usize>,
        problem: &str,
        help: impl Into<String>,
    ) {
        let message = format!("{problem}: {}", self.file.excerpt(span));
        self.report(self.file.position(span.start), message, help);
    }
}
