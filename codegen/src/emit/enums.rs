//! What each enum has: its documentation, its variants, and the columns of its rows.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::enumeration::{Enumeration, Method, Variant};
use super::{Emitter, link, path, value};
use crate::table::{CodeRow, ColumnRow, LabelRow, PhaseRow, Text};
use crate::text::{escaped, title};

/// A phase, an action or an outcome.
struct Group<'a> {
    id: &'a Text,
    about: &'a str,
    codes: Vec<&'a CodeRow>,
    retired: Option<&'a Text>,
}

/// The method that tells what a label means.
const SUMMARY: (&str, &str) = ("summary", "Its meaning, in a sentence.");

impl<'a> Emitter<'a> {
    /// The enums that the table has: the one of the actions and the one of the outcomes are optional.
    pub(super) fn enums(&self) -> Vec<Enumeration<'a>> {
        let mut enums = vec![self.phase(), self.code()];
        if let [action, ..] = &*self.table.actions {
            let docs = "What integrators' software can be asked to do.\n\n\
                        An action does not tell you whether a verification has ended. The page has no \
                        such column: the authors of the table read it from the page's words.";
            let groups = self.labels(&self.table.actions, |code| &code.actions);
            let has = format!("code.actions().contains(&{})", value("Action", &action.id));
            enums.push(self.grouping("Action", "action", docs, SUMMARY, &groups, &has));
        }
        if let [outcome, ..] = &*self.table.outcomes {
            let docs = "Where a verification stands after a code.\n\n\
                        The page has no such column: the authors of the table read it from the page's \
                        words. A later event may contradict an outcome, which is for a person to judge.";
            let groups = self.labels(&self.table.outcomes, |code| code.outcome.as_slice());
            let has = format!("code.outcome() == {}", value("Outcome", &outcome.id));
            enums.push(self.grouping("Outcome", "outcome", docs, SUMMARY, &groups, &has));
        }
        enums
    }

    fn phase(&self) -> Enumeration<'a> {
        let rows = &self.table.phases;
        let groups = rows.iter().map(|row| Group {
            id: &row.status,
            about: &row.title,
            codes: row.codes.iter().collect(),
            retired: row.retired.as_ref(),
        });
        let groups: Vec<_> = groups.collect();
        let first = value("Phase", &rows[0].status);
        let docs = "A phase of a verification. The API sends it in `status`.";
        let has = format!("code.phase() == {first}");
        let title = ("title", "The phase's title on the page.");
        let mut phase = self.grouping("Phase", "phase", docs, title, &groups, &has);
        phase.wire = "status";
        phase.methods.push(retired(&first, rows.iter().map(|row| row.retired.as_ref())));
        phase
    }

    fn code(&self) -> Enumeration<'a> {
        let rows: Vec<_> = self.table.rows().collect();
        let (first_phase, first_row) = rows[0];
        let first = value("StatusCode", &first_row.code);
        let texts = self.table.texts().iter().enumerate().map(|(i, column)| Method {
            name: &column.name,
            docs: column.doc.as_deref().unwrap_or_default(),
            ty: quote!(&'static str),
            values: rows.iter().map(|(_, row)| text(row, i).to_token_stream()).collect(),
            example: equal(&format!("{first}.{}()", column.name), text(first_row, i)),
        });
        let mut methods = vec![Method {
            name: "phase",
            docs: "The phase under which the table lists the code.",
            ty: quote!(Phase),
            values: rows.iter().map(|(phase, _)| path("Phase", &phase.status)).collect(),
            example: equal(&format!("{first}.phase().as_str()"), &first_phase.status),
        }];
        methods.extend(texts);
        if let Some(action) = first_row.actions.first() {
            methods.push(Method {
                name: "actions",
                docs: "The actions that the page's words ask for, never empty. Several actions are \
                       alternatives, in the order of the wording; none of them is preferred.",
                ty: quote!(&'static [Action]),
                values: rows.iter().map(|(_, row)| actions(row)).collect(),
                example: equal(&format!("{first}.actions()[0].as_str()"), action),
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
                example: equal(&format!("{first}.outcome().as_str()"), outcome),
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

    /// The labels, each with the codes of which it is among the labels.
    fn labels(&self, rows: &'a [LabelRow], labels_of: fn(&CodeRow) -> &[Text]) -> Vec<Group<'a>> {
        let mut codes: HashMap<&str, Vec<&CodeRow>> = HashMap::new();
        for code in self.table.codes() {
            for id in labels_of(code) {
                codes.entry(id).or_default().push(code);
            }
        }
        let groups = rows.iter().map(|row| Group {
            id: &row.id,
            about: &row.summary,
            codes: codes.remove(&*row.id).unwrap_or_default(),
            retired: None,
        });
        groups.collect()
    }

    /// An enum whose values group codes; `has` is the condition that a `code` is of the first group.
    fn grouping(
        &self,
        name: &'static str,
        kind: &'static str,
        docs: &str,
        (about, about_docs): (&'static str, &'static str),
        groups: &[Group<'a>],
        has: &str,
    ) -> Enumeration<'a> {
        let first = value(name, groups[0].id);
        let variants = groups.iter().map(|group| {
            let about = format!("`{}`: {}", group.id, escaped(group.about));
            variant_of(group.id, vec![about, codes_list(&group.codes)], group.retired)
        });
        Enumeration {
            name,
            kind,
            wire: "id",
            docs: docs.to_owned(),
            about,
            variants: variants.collect(),
            methods: vec![
                Method {
                    name: about,
                    docs: about_docs,
                    ty: quote!(&'static str),
                    values: groups.iter().map(|group| group.about.to_token_stream()).collect(),
                    example: equal(&format!("{first}.{about}()"), groups[0].about),
                },
                Method {
                    name: "codes",
                    docs: "Its codes, in the table's order.",
                    ty: quote!(&'static [StatusCode]),
                    values: groups.iter().map(|group| codes(&group.codes)).collect(),
                    example: format!("assert!({first}.codes().iter().all(|code| {has}));"),
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

fn equal(expression: &str, text: &str) -> String {
    format!("assert_eq!(\n    {expression},\n    {text:?},\n);")
}

/// The text of a code in a column of texts; empty if a retired code lacks it.
fn text(row: &CodeRow, column: usize) -> &str {
    row.texts[column].as_deref().unwrap_or_default()
}

fn actions(row: &CodeRow) -> TokenStream {
    let actions = row.actions.iter().map(|id| path("Action", id));
    quote!(&[#(#actions),*])
}

fn codes(rows: &[&CodeRow]) -> TokenStream {
    let codes = rows.iter().map(|row| path("StatusCode", &row.code));
    quote!(&[#(#codes),*])
}

fn codes_list(rows: &[&CodeRow]) -> String {
    let lines: Vec<_> =
        rows.iter().map(|row| format!("- {}", link("StatusCode", &row.code))).collect();
    if lines.is_empty() { String::new() } else { format!("Codes:\n{}", lines.join("\n")) }
}
