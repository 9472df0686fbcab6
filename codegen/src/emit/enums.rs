//! What each enum has: its documentation, its variants, and the columns of its rows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::enumeration::{Enumeration, Method, Variant};
use super::{Emitter, link, path, variant};
use crate::table::{CodeRow, ColumnRow, LabelRow, PhaseRow, Text};
use crate::text::{escaped, title};

impl<'a> Emitter<'a> {
    /// The enums that the table has: the one of the actions and the one of the outcomes are optional.
    pub(super) fn enums(&self) -> Vec<Enumeration<'a>> {
        let mut enums = vec![self.phase(), self.code()];
        if !self.table.actions.is_empty() {
            let docs = "What integrators' software can be asked to do.\n\n\
                        An action does not tell you whether a verification has ended. The page has no \
                        such column: the authors of the table read it from the page's words.";
            let has = |first: &str| format!("code.actions().contains(&{first})");
            enums.push(self.label("Action", "action", docs, &self.table.actions, has));
        }
        if !self.table.outcomes.is_empty() {
            let docs = "Where a verification stands after a code.\n\n\
                        The page has no such column: the authors of the table read it from the page's \
                        words. A later event may contradict an outcome, which is for a person to judge.";
            let has = |first: &str| format!("code.outcome() == {first}");
            enums.push(self.label("Outcome", "outcome", docs, &self.table.outcomes, has));
        }
        enums
    }

    fn phase(&self) -> Enumeration<'a> {
        let rows = &self.table.phases;
        let first = first("Phase", &rows[0].status);
        let variants = rows.iter().map(|row| {
            let codes = codes_list(row.codes.iter());
            let about = format!("`{}`: {}", row.status, escaped(&row.title));
            variant_of(&row.status, vec![about, codes], row.retired.as_ref())
        });
        Enumeration {
            name: "Phase",
            kind: "phase",
            wire: "status",
            docs: "A phase of a verification. The API sends it in `status`.".to_owned(),
            about: "title",
            variants: variants.collect(),
            methods: vec![
                Method {
                    name: "title",
                    docs: "The phase's title on the page.",
                    ty: quote!(&'static str),
                    values: rows.iter().map(|row| string(Some(&row.title))).collect(),
                    example: equal(&format!("{first}.title()"), Some(&rows[0].title)),
                },
                Method {
                    name: "codes",
                    docs: "The codes that the table lists under the phase, in its order.",
                    ty: quote!(&'static [StatusCode]),
                    values: rows.iter().map(|row| codes(row.codes.iter())).collect(),
                    example: format!(
                        "assert!({first}.codes().iter().all(|code| code.phase() == {first}));"
                    ),
                },
                retired(&first, rows.iter().map(|row| row.retired.as_ref())),
            ],
            module: self.module,
        }
    }

    fn code(&self) -> Enumeration<'a> {
        let rows: Vec<_> = self.table.rows().collect();
        let (first_phase, first_row) = rows[0];
        let first = first("StatusCode", &first_row.code);
        let texts = self.table.texts().iter().enumerate().map(|(i, column)| Method {
            name: &column.name,
            docs: column.doc.as_deref().unwrap_or_default(),
            ty: quote!(&'static str),
            values: rows.iter().map(|(_, row)| string(row.texts[i].as_ref())).collect(),
            example: equal(&format!("{first}.{}()", column.name), first_row.texts[i].as_ref()),
        });
        let mut methods = vec![Method {
            name: "phase",
            docs: "The phase under which the table lists the code.",
            ty: quote!(Phase),
            values: rows.iter().map(|(phase, _)| path("Phase", &phase.status)).collect(),
            example: equal(&format!("{first}.phase().as_str()"), Some(&first_phase.status)),
        }];
        methods.extend(texts);
        if let Some(action) = first_row.actions.first() {
            methods.push(Method {
                name: "actions",
                docs: "The actions that the page's words ask for, never empty. Several actions are \
                       alternatives, in the order of the wording; none of them is preferred.",
                ty: quote!(&'static [Action]),
                values: rows.iter().map(|(_, row)| actions(row)).collect(),
                example: equal(&format!("{first}.actions()[0].as_str()"), Some(action)),
            });
        }
        if let Some(outcome) = &first_row.outcome {
            methods.push(Method {
                name: "outcome",
                docs: "Where a verification stands after the code.",
                ty: quote!(Outcome),
                values: rows
                    .iter()
                    .flat_map(|(_, row)| &row.outcome)
                    .map(|id| path("Outcome", id))
                    .collect(),
                example: equal(&format!("{first}.outcome().as_str()"), Some(outcome)),
            });
        }
        methods.push(retired(&first, rows.iter().map(|(_, row)| row.retired.as_ref())));
        Enumeration {
            name: "StatusCode",
            kind: "status code",
            wire: "code",
            docs: format!(
                "A status code: what happened in a phase. The API sends it in `status_code` \
                 (`sub_status`).\n\n\
                 See [`Documented`]({}::Documented) for the order of this enum and the others, and for \
                 new variants; [`SOURCE_URL`] for the page.",
                self.runtime
            ),
            about: self.table.texts().first().map_or("as_str", |column| &column.name),
            variants: rows.iter().map(|(phase, row)| self.code_variant(phase, row)).collect(),
            methods,
            module: self.module,
        }
    }

    /// The variant of a code, whose documentation is its row of the page.
    fn code_variant(&self, phase: &PhaseRow, row: &'a CodeRow) -> Variant<'a> {
        let mut texts = self.table.texts().iter().zip(&row.texts);
        let summary = texts.next().and_then(|(_, text)| text.as_ref());
        let summary = summary.map_or(String::new(), |text| format!(": {}", escaped(text)));
        let mut paragraphs = vec![format!("`{}`{summary}", row.code)];
        let label = |column: &ColumnRow| match &column.header {
            Some(header) => header.to_string(),
            None => title(&column.name),
        };
        let others = texts.filter_map(|(column, text)| Some((column, text.as_ref()?)));
        paragraphs.extend(
            others.map(|(column, text)| format!("{}: {}", escaped(&label(column)), escaped(text))),
        );
        let mut labels = vec![format!("- Phase: {}", link("Phase", &phase.status))];
        labels.extend(row.actions.iter().map(|id| format!("- Action: {}", link("Action", id))));
        labels.extend(row.outcome.iter().map(|id| format!("- Outcome: {}", link("Outcome", id))));
        paragraphs.push(labels.join("\n"));
        variant_of(&row.code, paragraphs, row.retired.as_ref())
    }

    /// The enum of the actions or of the outcomes; `has` is the condition that a `code` has one.
    fn label(
        &self,
        name: &'static str,
        kind: &'static str,
        docs: &str,
        rows: &'a [LabelRow],
        has: impl Fn(&str) -> String,
    ) -> Enumeration<'a> {
        let first = first(name, &rows[0].id);
        let variants = rows.iter().map(|row| {
            let codes = codes_list(self.codes_with(name, row).iter().copied());
            variant_of(
                &row.id,
                vec![format!("`{}`: {}", row.id, escaped(&row.summary)), codes],
                None,
            )
        });
        Enumeration {
            name,
            kind,
            wire: "id",
            docs: docs.to_owned(),
            about: "summary",
            variants: variants.collect(),
            methods: vec![
                Method {
                    name: "summary",
                    docs: "Its meaning, in a sentence.",
                    ty: quote!(&'static str),
                    values: rows.iter().map(|row| string(Some(&row.summary))).collect(),
                    example: equal(&format!("{first}.summary()"), Some(&rows[0].summary)),
                },
                Method {
                    name: "codes",
                    docs: "The codes that have it, in the table's order.",
                    ty: quote!(&'static [StatusCode]),
                    values: rows
                        .iter()
                        .map(|row| codes(self.codes_with(name, row).iter().copied()))
                        .collect(),
                    example: format!(
                        "assert!({first}.codes().iter().all(|code| {}));",
                        has(&first)
                    ),
                },
            ],
            module: self.module,
        }
    }
}

/// The method that tells the day of a retired value.
fn retired<'a>(first: &str, days: impl Iterator<Item = Option<&'a Text>>) -> Method<'a> {
    let days: Vec<_> = days.collect();
    let example = format!("assert_eq!({first}.retired(), {:?});", days[0].map(|day| &**day));
    let values = days.iter().map(|day| {
        let day = day.map(|day| &**day);
        day.map_or(quote!(None), |day| quote!(Some(#day)))
    });
    Method {
        name: "retired",
        docs: "The day on which the page was first seen without it, as `YYYY-MM-DD`; `None` if the page \
               lists it.",
        ty: quote!(Option<&'static str>),
        values: values.collect(),
        example,
    }
}

fn variant_of<'a>(id: &'a str, mut paragraphs: Vec<String>, retired: Option<&Text>) -> Variant<'a> {
    let deprecated = retired.map(|day| format!("the page was first seen without it on {day}"));
    paragraphs.extend(deprecated.iter().map(|why| format!("Retired: {why}.")));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    Variant { id, docs: paragraphs.join("\n\n"), deprecated }
}

fn first(name: &str, id: &str) -> String {
    format!("{name}::{}", variant(id))
}

fn equal(expression: &str, text: Option<&Text>) -> String {
    let text = text.map_or("", |text| &**text);
    format!("assert_eq!(\n    {expression},\n    {text:?},\n);")
}

fn string(text: Option<&Text>) -> TokenStream {
    text.map_or("", |text| &**text).to_token_stream()
}

fn actions(row: &CodeRow) -> TokenStream {
    let actions = row.actions.iter().map(|id| path("Action", id));
    quote!(&[#(#actions),*])
}

fn codes<'c>(rows: impl Iterator<Item = &'c CodeRow>) -> TokenStream {
    let codes = rows.map(|row| path("StatusCode", &row.code));
    quote!(&[#(#codes),*])
}

fn codes_list<'c>(rows: impl Iterator<Item = &'c CodeRow>) -> String {
    let lines: Vec<_> = rows.map(|row| format!("- {}", link("StatusCode", &row.code))).collect();
    if lines.is_empty() { String::new() } else { format!("Codes:\n{}", lines.join("\n")) }
}
