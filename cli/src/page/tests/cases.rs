//! Pages that were once read wrongly, each with what is expected.

use super::forms::{FORMS, Form};
use super::{assert_in_sync, checked, checked_with, locker, refused, table, words_of};
use crate::guards::check;
use crate::page::read;

/// The published page with `old` replaced.
fn published(old: &str, new: &str) -> String {
    let page = Form::Published.render(&locker()).text();
    assert!(page.contains(old), "{old}");
    page.replacen(old, new, 1)
}

#[test]
fn row_of_dashes_in_a_table_is_refused() {
    let row = "| `HUB_LEFT` |";
    for dashes in ["|---|---|---|", "| :-: | --- | - |", "---|---|---", "|---|", "---"] {
        let page = published(row, &format!("{dashes}\n{row}"));
        refused(&page);
    }
}

#[test]
fn page_that_is_cut_is_refused() {
    for form in FORMS {
        let page = form.render(&locker()).text();
        let whole = page.trim_end().len();
        for at in (0..whole).filter(|at| page.is_char_boundary(*at)) {
            if let Ok(words) = checked(&page[..at]) {
                // A last row without its last pipe is whole.
                assert_eq!(words, words_of(&locker()), "{form:?} cut at {at}");
                assert!(!page[at..whole].contains(char::is_alphabetic), "{form:?} cut at {at}");
            }
        }
    }
}

#[test]
fn title_that_cannot_be_read_is_no_other_title() {
    for title in [
        "`IN_TRANSIT`: On its way",
        "On its way – `IN_TRANSIT`",
        "`in_transit` – On its way",
        "2. `IN_TRANSIT` – On its way",
        "On its way",
        "",
    ] {
        let page = published("`IN_TRANSIT` – On its way", title);
        assert!(refused(&page).contains("have no phase"), "{title}");
        let page = page.replace("# Locker status", "# OTP – Locker status");
        refused(&page.replace("<Accordion", "OTP – one time password\n\n<Accordion"));
    }
}

#[test]
fn line_with_the_words_of_the_title_is_the_other_title_of_its_phase() {
    for title in [
        "accepted – Parcel accepted",
        "`accepted` – Parcel accepted",
        "`ACCEPTED`: Parcel accepted",
        "Parcel accepted (ACCEPTED)",
    ] {
        let page = Form::Scraped.render(&locker()).text();
        let page = page.replace("`ACCEPTED` – Parcel accepted", title);
        let message = refused(&format!("`ACCEPTED` – is the first phase\n{page}"));
        assert!(message.contains("ACCEPTED has two titles"), "{message}");
    }
    let page = Form::Plain.render(&locker()).text();
    let title = "CLOSED – Delivery closed";
    let page = page.replace(title, "`OTP` – one time password\nclosed – Delivery closed");
    assert!(refused(&page).contains("CLOSED is in no title that could be read, but on this line"));
}

#[test]
fn title_may_be_in_any_element() {
    let phase = "<Accordion title=\"`IN_TRANSIT` – On its way\">\n";
    for name in ["Tab", "Card", "Step", "Expandable", "Panel"] {
        let page = published(phase, &phase.replace("Accordion", name));
        let (before, after) = page.split_at(page.find("IN_TRANSIT").unwrap());
        let after = after.replacen("</Accordion>", &format!("</{name}>"), 1);
        assert_in_sync(&format!("{before}{after}"));
    }
    for form in FORMS {
        let mut page = Form::Published.render(&locker());
        page.phases[1] = form.piece(&page.phases[1].phase);
        assert_in_sync(&page.text());
    }
}

#[test]
fn title_with_a_quote_too_many_or_too_few_is_refused() {
    let title = "\"`IN_TRANSIT` – On its way\"";
    for broken in [
        "\"`IN_TRANSIT` – On its way",
        "`IN_TRANSIT` – On its way\"",
        "\"`IN_TRANSIT` – On its way\"\"",
        "\"`IN_TRANSIT` – \"On its way\"",
        "\"`IN_TRANSIT` – On its way'\"",
    ] {
        refused(&published(title, broken));
    }
}

#[test]
fn comment_hides_exactly_itself() {
    let row = "| `HUB_LEFT` |";
    for comment in [
        "<!-- c -->",
        "{/* one */ }",
        "{/* a */ /* b */}",
        "{/* a\n| `OLD_CODE` | Gone. | Nothing |\n*/}",
    ] {
        assert_in_sync(&published(row, &format!("{comment}\n{row}")));
        assert_in_sync(&published(row, &format!("{comment}{row}")));
        assert_in_sync(&published(row, &format!("| {comment}`HUB_LEFT`{comment} |")));
        assert_in_sync(&published("The tables", &format!("Words {comment} The tables")));
        assert_in_sync(&published("</Accordion>", &format!("{comment}</Accordion>")));
    }
    let gone = published(
        "| `HUB_LEFT` | The parcel left a hub. | Wait for the next scan |",
        "<!-- | `HUB_LEFT` | The parcel left a hub. | Wait for the next scan | -->",
    );
    assert!(refused(&gone).contains("HUB_LEFT is in no row"));
}

#[test]
fn words_in_angle_brackets_are_words() {
    let page = published("a hub.", "the <browser> page of a hub.");
    assert!(checked(&page).unwrap().iter().any(|row| row[3].contains("the <browser> page")));
}

#[test]
fn prose_that_starts_with_the_own_code_is_prose() {
    for prose in ["`IN_TRANSIT` – a courier has it", "IN_TRANSIT – a courier has it."] {
        for form in FORMS {
            let mut page = form.render(&locker());
            page.phases[1].head += &[prose, "\n\n"].concat();
            assert_in_sync(&page.text());
            let mut page = form.render(&locker());
            page.phases[1].tail.insert_str(0, &format!("\n{prose}\n\n"));
            assert_in_sync(&page.text());
        }
    }
}

#[test]
fn stray_row_and_title_in_the_header_are_refused() {
    for row in ["`NEW_CODE` | Gone | Nothing", "| `NEW_CODE` | Gone | Nothing |"] {
        let page = published("The tables", &format!("{row}\n\nThe tables"));
        assert!(refused(&page).contains("a row stands outside of any Markdown table"), "{row}");
    }
    let mut page = Form::Scraped.render(&locker());
    let glued = format!("{}{}", page.phases[1].head.trim_end(), page.phases[1].lines[0]);
    (page.phases[1].head, page.phases[1].lines[0]) = (String::new(), glued);
    refused(&page.text());
}

#[test]
fn markup_that_shows_nothing_is_no_drift() {
    let page = Form::Published.render(&locker()).text();
    let page = format!("{page}\n[hub]: https://example.com\n");
    for (old, new) in [
        ("a hub.", "a <b>hub</b>."),
        ("a hub.", "a <code>hub</code><wbr>."),
        ("a hub.", "a <Tooltip tip={\"x > y\"}>hub</Tooltip>."),
        ("a hub.", "a{' '}hub{/* c */}."),
        ("a hub.", "a [hub] [x][hub].".trim_end_matches(" [x][hub].")),
        ("a hub.", "a [hub][]."),
        ("a hub.", "a h&shy;ub."),
        ("On its way\"", "On\n  its way\""),
        ("## Delivery phase statuses", "## Delivery phase statuses {#phases}"),
    ] {
        let new = if new.ends_with(']') { format!("{new}.") } else { new.to_owned() };
        assert_in_sync(&page.replace(old, &new));
    }
    let headings = Form::Headings.render(&locker()).text();
    assert_in_sync(&headings.replace("On its way\n", "On its way {#on-its-way}\n"));
}

#[test]
fn new_phase_needs_a_title_that_is_no_sentence() {
    let mut phases = locker();
    phases[2].status = "OTP".to_owned();
    phases[2].title = "One time password".to_owned();
    for form in FORMS {
        let page = form.render(&phases).text();
        if form == Form::Plain {
            assert!(refused(&page).contains("OTP may be in a new title"));
            // Once it is in the table, as the message advises, the page is accepted.
            let read = read("page", page.as_bytes()).unwrap();
            check("page", &table(&phases, ""), &read, false).unwrap();
            let marked = page.replace("OTP –", "`OTP` –");
            assert_eq!(checked(&marked).unwrap(), words_of(&phases));
        } else {
            assert_eq!(checked(&page).unwrap(), words_of(&phases), "{form:?}");
        }
    }
    phases[2].status = "PASS_WORD".to_owned();
    let page = Form::Plain.render(&phases).text();
    assert_eq!(checked(&page).unwrap(), words_of(&phases));
}

#[test]
fn new_phase_in_a_note_or_beside_an_empty_element_does_not_vanish() {
    for title in [
        "<Note title=\"`OPENED` – Locker opened\">\nOPENED_LATEThe words.\n</Note>",
        "<Panel title=\"`OPENED` – Locker opened\" />\n\nOPENED_LATEThe words.",
        "OPENED_LATE\tThe words.\tWait",
    ] {
        let page = published("\n<Accordion", &format!("\n{title}\n\n<Accordion"));
        assert!(refused(&page).contains("OPENED"), "{title}");
    }
}

#[test]
fn table_without_rows_at_the_end_is_a_cut() {
    let page = Form::Headings.render(&locker()).text();
    let page = page.split_once("### `CLOSED`").unwrap().0;
    let header = "| Event | Words |\n|---|---|\n";
    for rest in [header, "| Event | Words |\n", "|---|---|\n"] {
        let message = refused(&format!("{page}## Events\n\n{rest}"));
        assert!(message.contains("the page ends in a Markdown table without rows"), "{message}");
    }
    for row in ["|", "| |", "| sent |"] {
        let message = refused(&format!("{page}## Events\n\n{header}{row}\n"));
        assert!(message.contains("the page ends in the middle of this row"), "{message}");
    }
}

#[test]
fn last_line_that_is_only_the_beginning_of_one_is_a_cut() {
    for form in FORMS {
        let page = form.render(&locker()).text();
        for line in ["1", "1.", "{ /", "-", "> -", "> | `PAR", "> |", "<div>", "`CLOSED` –"] {
            refused(&format!("{page}\n{line}\n"));
        }
        let mut phases = locker();
        phases[2].rows.pop();
        let page = form.render(&phases).text();
        for line in ["1. PARCEL\\", "- `PARCEL_RETU", "> PARCEL_"] {
            refused(&format!("{page}\nMore words.\n\n{line}"));
        }
    }
}

#[test]
fn row_without_its_end_is_refused_wherever_it_is() {
    for cut in ["The parcel reached a hub. | Wait for the |", "The parcel reached a hub."] {
        let cut = cut.trim_end_matches('|');
        let row = "The parcel reached a hub. | Wait for the next scan |";
        refused(&published(row, cut));
    }
    let page = published("Wait for the next scan |", "Wait for the");
    assert!(refused(&page).contains("the row of HUB_REACHED may be incomplete: no `|` closes it"));
    // Where no row has a last pipe, nothing shows that one is missing.
    let page = Form::Plain.render(&locker()).text();
    let shorter = page.replacen("Wait for the next scan", "Wait", 1);
    assert_eq!(checked(&shorter).unwrap()[2][4], "Wait");
}

#[test]
fn title_marked_as_code_needs_a_table() {
    let title = "### `CONSENT` – Consent pending\n\nIt was asked for.\n\n";
    let page = Form::Headings.render(&locker()).text();
    let first = page.find("### `ACCEPTED`").unwrap();
    for at in [first, page.len()] {
        let page = [&page[..at], "\n", title, &page[at..]].concat();
        let message = refused(&page);
        assert!(message.contains("CONSENT is in a phase's title, but in no row"), "{message}");
        let accepted = "\n[[accepted]]\ntext = 'CONSENT'\nreason = 'a note'\n";
        assert_eq!(checked_with(&page, accepted, false).unwrap(), words_of(&locker()));
        let prose = page.replace("`CONSENT`", "Consent");
        assert_eq!(checked(&prose).unwrap(), words_of(&locker()));
    }
}

#[test]
fn header_in_the_middle_of_a_table_is_refused() {
    let page = published("| The parcel left a hub. |", "| Status code |");
    assert!(refused(&page).contains("a header in the middle of the Markdown table"));
}

#[test]
fn end_of_a_comment_that_starts_nowhere_is_refused() {
    for end in ["-->", "*/}"] {
        let page = published("The tables", &format!("{end}\n\nThe tables"));
        assert!(refused(&page).contains("a comment ends here that starts nowhere"), "{end}");
    }
}
