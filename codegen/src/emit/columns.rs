//! What each enum has: its documentation, its variants, and its columns. A new column is an entry here.

use quote::{ToTokens, quote};

use super::enumeration::{Column, Enumeration, Variant, absent_since, link, path};
use super::{Emitter, list_of_actions, list_of_codes, outcome};
use crate::ident::variant;
use crate::index;
use crate::table::{CodeRow, PhaseRow, ReadingRow, Text};
use crate::text::escaped;

impl<'a> Emitter<'a> {
    pub(super) fn phase(&self) -> Enumeration<'a> {
        let rows = &self.table.phases;
        let variants = rows.iter().map(|row| {
            let codes = codes_list(row.codes.iter().map(|row| row.code.as_str()));
            Self::variant(&row.status, &escaped(row.title.as_str()), &codes, row.retired.as_ref())
        });
        let variants: Vec<_> = variants.collect();
        let first = format!("Phase::{}", variant(variants[0].id));
        let codes = rows.iter().map(|row| match &*row.codes {
            [] => quote!(&[]),
            [first, ..] => {
                let last = row.codes.last().unwrap_or(first);
                let [first, last] = [first, last].map(|row| path("StatusCode", row.code.as_str()));
                quote!(codes_between(#first, #last))
            }
        });
        let columns = vec![
            Column {
                name: "title",
                docs: "The phase's title on the page.",
                ty: quote!(&'static str),
                values: rows.iter().map(|row| row.title.as_str().to_token_stream()).collect(),
                example: format!("assert_eq!({first}.title(), {:?});", rows[0].title.as_str()),
            },
            Column {
                name: "codes",
                docs: "The codes that the table lists under the phase, in its order.",
                ty: quote!(&'static [StatusCode]),
                values: codes.collect(),
                example: format!(
                    "assert!({first}.codes().iter().all(|code| code.phase() == {first}));"
                ),
            },
        ];
        let intro = "A phase of a verification. The API sends it in `status`.";
        self.enumeration("Phase", "phase", "title", intro, variants, columns)
    }

    pub(super) fn code(&self) -> Enumeration<'a> {
        let rows: Vec<_> = self.table.rows().collect();
        let variants: Vec<_> =
            rows.iter().map(|(phase, row)| Self::code_variant(phase, row)).collect();
        let first = format!("StatusCode::{}", variant(variants[0].id));
        let (first_phase, first_row) = rows[0];
        let text = |name, docs, text: fn(&CodeRow) -> &Text| Column {
            name,
            docs,
            ty: quote!(&'static str),
            values: rows.iter().map(|(_, row)| text(row).as_str().to_token_stream()).collect(),
            example: format!(
                "assert_eq!(\n    {first}.{name}(),\n    {:?},\n);",
                text(first_row).as_str()
            ),
        };
        let columns = vec![
            Column {
                name: "phase",
                docs: "The phase under which the table lists the code.",
                ty: quote!(Phase),
                values: rows
                    .iter()
                    .map(|(phase, _)| path("Phase", phase.status.as_str()))
                    .collect(),
                example: format!(
                    "assert_eq!({first}.phase().as_str(), {:?});",
                    first_phase.status.as_str()
                ),
            },
            text(
                "description",
                "What happened, in the page's words, which address integrators, not end users.",
                |row| &row.description,
            ),
            text(
                "recommended_action",
                "What the integrator should do, in the page's words. [`actions`](Self::actions) has it as data.",
                |row| &row.recommended_action,
            ),
            Column {
                name: "actions",
                docs: "The actions that the recommended action asks for, never empty. Several actions are \
                       alternatives, in the order of its wording; none of them is preferred.",
                ty: quote!(&'static [Action]),
                values: rows
                    .iter()
                    .map(|(_, row)| list_of_actions(row).to_token_stream())
                    .collect(),
                example: format!(
                    "assert_eq!({first}.actions()[0].as_str(), {:?});",
                    first_row.actions[0].as_str()
                ),
            },
            Column {
                name: "outcome",
                docs: "Where a verification stands after the code.",
                ty: quote!(Outcome),
                values: rows.iter().map(|(_, row)| path("Outcome", outcome(row))).collect(),
                example: format!(
                    "assert_eq!({first}.outcome().as_str(), {:?});",
                    outcome(first_row)
                ),
            },
        ];
        let intro = format!(
            "A status code: what happened in a phase. The API sends it in `status_code` (`sub_status`).\n\n\
             See [`Documented`]({}::Documented) for the order of this enum and the others, and for \
             new variants; [`SOURCE_URL`] for the page.",
            self.runtime
        );
        self.enumeration("StatusCode", "status code", "description", &intro, variants, columns)
    }

    fn code_variant(phase: &PhaseRow, row: &'a CodeRow) -> Variant<'a> {
        let mut readings = vec![format!("- Phase: {}", link("Phase", phase.status.as_str()))];
        let action = |id: &Text| format!("- Action: {}", link("Action", id.as_str()));
        readings.extend(row.actions.iter().map(action));
        readings.push(format!("- Outcome: {}", link("Outcome", outcome(row))));
        let [(_, about), words @ ..] = row.words();
        let words = words
            .map(|(column, text)| format!("\n\n{}: {}", column.name(), escaped(text.as_str())));
        let about = escaped(about.as_str()) + &words.concat();
        Self::variant(&row.code, &about, &readings.join("\n"), row.retired.as_ref())
    }

    pub(super) fn action(&self) -> Enumeration<'a> {
        let intro = "Something that a recommended action asks an integrator's software to do.\n\n\
                     Do not read the end of a verification from it: see [`Outcome`]. The page has no such \
                     column; the authors of the table read it from the recommended actions.";
        let has = |first: &str| format!("code.actions().contains(&{first})");
        self.reading("Action", "action", intro, &self.table.actions, has)
    }

    pub(super) fn outcome(&self) -> Enumeration<'a> {
        let intro = "Where a verification stands after a code.\n\n\
                     The page has no such column; the authors of the table read it from the \
                     descriptions. The page may leave open whether a decision is final, for instance \
                     whether an auditor still reviews what an agent rejected. A later event may \
                     contradict an outcome, which is for a person to judge.";
        let has = |first: &str| format!("code.outcome() == {first}");
        self.reading("Outcome", "outcome", intro, &self.table.outcomes, has)
    }

    /// The enum of the actions or of the outcomes; `has` is the condition that a `code` has one.
    fn reading(
        &self,
        name: &'static str,
        kind: &'static str,
        intro: &str,
        rows: &'a [ReadingRow],
        has: impl Fn(&str) -> String,
    ) -> Enumeration<'a> {
        let variants = rows.iter().map(|row| {
            let list = codes_list(self.codes_with(name, row).map(|(_, code)| code));
            Self::variant(&row.id, &escaped(row.summary.as_str()), &list, None)
        });
        let variants: Vec<_> = variants.collect();
        let first = format!("{name}::{}", variant(variants[0].id));
        let columns = vec![
            Column {
                name: "summary",
                docs: "Its meaning, in a sentence.",
                ty: quote!(&'static str),
                values: rows.iter().map(|row| row.summary.as_str().to_token_stream()).collect(),
                example: format!("assert_eq!({first}.summary(), {:?});", rows[0].summary.as_str()),
            },
            Column {
                name: "codes",
                docs: "The codes that have it, in the table's order.",
                ty: quote!(&'static [StatusCode]),
                values: rows
                    .iter()
                    .map(|row| {
                        let list = list_of_codes(name, row);
                        quote!(&#list)
                    })
                    .collect(),
                example: format!("assert!({first}.codes().iter().all(|code| {}));", has(&first)),
            },
        ];
        self.enumeration(name, kind, "summary", intro, variants, columns)
    }

    fn variant(id: &'a Text, about: &str, details: &str, retired: Option<&'a Text>) -> Variant<'a> {
        let retired = retired.map(Text::as_str);
        let note = retired.map(|day| format!("Retired: {}.", absent_since(day)));
        let paragraphs = [format!("`{id}`: {about}"), details.to_owned()].into_iter().chain(note);
        let docs: Vec<_> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
        Variant { id: id.as_str(), docs: docs.join("\n\n"), retired }
    }

    fn enumeration(
        &self,
        name: &'static str,
        kind: &'static str,
        about: &'static str,
        intro: &str,
        variants: Vec<Variant<'a>>,
        columns: Vec<Column>,
    ) -> Enumeration<'a> {
        let can_retire = matches!(name, "Phase" | "StatusCode");
        let ids: Vec<_> = variants.iter().map(|variant| variant.id).collect();
        let (plan, docs, module) = (index::plan(&ids), intro.to_owned(), self.module);
        Enumeration { name, kind, docs, about, variants, columns, can_retire, plan, module }
    }
}

fn codes_list<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let lines = codes.map(|code| format!("- {}", link("StatusCode", code)));
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { String::new() } else { format!("Codes:\n{}", lines.join("\n")) }
}
