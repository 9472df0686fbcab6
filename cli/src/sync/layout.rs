//! Finds the lines of each row in the text of a table: a [`Block`], with the comment that is about it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vkyc_status_codegen::{Diagnostic, Position, Table};

pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    /// The value of `source.retrieved`.
    pub(super) retrieved: Option<Range<usize>>,
    pub(super) phases: Vec<PhaseBlock<'a>>,
    pub(super) accepted: Vec<Block>,
}

pub(super) struct PhaseBlock<'a> {
    pub(super) status: &'a str,
    pub(super) block: Block,
    pub(super) codes: Vec<CodeBlock<'a>>,
}

pub(super) struct CodeBlock<'a> {
    pub(super) code: &'a str,
    pub(super) block: Block,
}

/// The lines of a row, as byte offsets. A comment is the row's if it is directly above its header or
/// directly below its last key; one with a blank line in between is about the file or a section.
pub(super) struct Block {
    /// Where the comment above the header starts, or the header.
    pub(super) start: usize,
    /// Behind the line of the last key.
    pub(super) keys_end: usize,
    /// Behind the comment below the last key.
    pub(super) end: usize,
    pub(super) keys: BTreeMap<String, Key>,
}

pub(super) struct Key {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Layout<'a> {
    /// Reads the text of a table.
    pub(super) fn new(path: &str, text: &'a str, table: &'a Table) -> Result<Self, Diagnostic> {
        let root = DeTable::parse(text)
            .map_err(|error| Diagnostic::new(path, None, error.message().to_owned()))?
            .into_inner();
        let retrieved = match root.get("source").map(Spanned::get_ref) {
            Some(DeValue::Table(source)) => source.get("retrieved").map(Spanned::span),
            _ => None,
        };
        let reader = Reader { path, text };
        let rows = reader.rows(&root, "phase", "[[phase]]")?.into_iter().zip(&table.phases);
        let phases = rows.map(|((block, keys), row)| {
            let codes = reader.rows(keys, "code", "[[phase.code]]")?.into_iter().zip(&row.codes);
            let codes = codes.map(|((block, _), row)| CodeBlock { code: row.code.as_str(), block });
            Ok(PhaseBlock { status: row.status.as_str(), block, codes: codes.collect() })
        });
        let accepted = reader.rows(&root, "accepted", "[[accepted]]")?;
        Ok(Self {
            text,
            retrieved,
            phases: phases.collect::<Result<_, _>>()?,
            accepted: accepted.into_iter().map(|(block, _)| block).collect(),
        })
    }

    /// The range of the lines that hold `range`.
    pub(super) fn lines(&self, range: &Range<usize>) -> Range<usize> {
        line_start(self.text, range.start)..line_end(self.text, range.end)
    }

    /// The range of a block with one of the blank lines around it.
    pub(super) fn with_blank_line(&self, block: &Block) -> Range<usize> {
        let after = line_end(self.text, block.end);
        if after > block.end && is_blank(&self.text[block.end..after]) {
            return block.start..after;
        }
        let before = line_start(self.text, block.start.saturating_sub(1));
        if block.end == self.text.len() && is_blank(&self.text[before..block.start]) {
            return before..block.end;
        }
        block.start..block.end
    }
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
}

impl<'a> Reader<'a> {
    /// The rows under a key, which may be absent, with their own keys.
    fn rows<'t>(
        &self,
        table: &'t DeTable<'a>,
        key: &str,
        header: &str,
    ) -> Result<Vec<(Block, &'t DeTable<'a>)>, Diagnostic> {
        let Some(DeValue::Array(rows)) = table.get(key).map(Spanned::get_ref) else {
            return Ok(Vec::new());
        };
        let row = |row: &'t Value<'a>| match row.get_ref() {
            DeValue::Table(keys) if self.has_header(row) => {
                Ok((self.block(&row.span(), keys), keys))
            }
            _ => {
                let line = self.text[..row.span().start].matches('\n').count() + 1;
                let message = "a row without a header of its own cannot be edited";
                let diagnostic = Diagnostic::new(self.path, Position::new(line, 1), message);
                Err(diagnostic.help(format!("write it under {header}; nothing was written")))
            }
        };
        rows.iter().map(row).collect()
    }

    fn block(&self, header: &Range<usize>, table: &DeTable<'a>) -> Block {
        let own: Vec<_> = table.iter().filter(|(_, value)| !self.has_header(value)).collect();
        let last = own.iter().map(|(_, value)| last(value)).max();
        let keys_end = line_end(self.text, last.unwrap_or(header.end).max(header.end));
        let keys = own.into_iter().map(|(key, value)| {
            let name = key.get_ref().to_string();
            (name, Key { name: key.span(), value: value.span() })
        });
        Block {
            start: comment_start(self.text, line_start(self.text, header.start)),
            keys_end,
            end: comment_end(self.text, keys_end),
            keys: keys.collect(),
        }
    }

    /// Whether a value is a table with a header, or the list of such tables.
    fn has_header(&self, value: &Value<'a>) -> bool {
        match value.get_ref() {
            DeValue::Table(_) => self.text[value.span().start..].starts_with('['),
            DeValue::Array(rows) => rows.iter().next().is_some_and(|row| {
                matches!(row.get_ref(), DeValue::Table(_)) && self.has_header(row)
            }),
            _ => false,
        }
    }
}

/// Where a value ends, one of dotted keys included.
fn last(value: &Value<'_>) -> usize {
    let parts = match value.get_ref() {
        DeValue::Table(table) => table.iter().map(|(_, value)| last(value)).max(),
        _ => None,
    };
    parts.unwrap_or_default().max(value.span().end)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Behind the line's line feed.
fn line_end(text: &str, at: usize) -> usize {
    // A value can end with its line, but no offset is given that is behind a line feed.
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

fn is_blank(line: &str) -> bool {
    line.ends_with('\n') && line.trim().is_empty()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Where the comment directly above a line starts. One at the top of the file is about the file.
fn comment_start(text: &str, line: usize) -> usize {
    let mut start = line;
    while start > 0 {
        let above = line_start(text, start - 1);
        if !is_comment(&text[above..start]) {
            return start;
        }
        start = above;
    }
    line
}

/// Where the comment directly below a line ends. One directly above a header is the header's.
fn comment_end(text: &str, line: usize) -> usize {
    let mut end = line;
    while end < text.len() {
        let below = line_end(text, end);
        match &text[end..below] {
            comment if is_comment(comment) => end = below,
            blank if blank.trim().is_empty() => return end,
            _ => return line,
        }
    }
    end
}
