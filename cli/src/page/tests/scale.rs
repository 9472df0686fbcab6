//! Large and hostile pages are read or refused, and quickly.

use super::checked;
use super::forms::{Form, Phase, locker};
use crate::page::{MAX_BYTES, decode};

#[test]
fn large_pages_are_refused() {
    let large = vec![b'|'; MAX_BYTES + 1];
    assert!(decode("page", &large).unwrap_err().to_string().contains("more than 16777216 bytes"));
}

#[test]
fn ten_thousand_rows_are_read() {
    let mut phases = locker();
    let row = |number| [format!("CODE_{number}"), "It is `so`.".to_owned(), "Wait".to_owned()];
    phases[0].rows.extend((0..10_000).map(row));
    let page = checked(&Form::Published.page(&phases)).unwrap();
    assert_eq!(page.phases[0].codes.len(), 10_002);
}

/// If the time grew with the square of the page, none of these would end.
#[test]
fn a_million_of_anything_is_no_problem() {
    let page = Form::Published.page(&locker());
    for piece in "<!-- --> ¦ {/* */} ¦ <b> ¦ <a b={ ¦ <a b=\" ¦ <a b=' ¦ <Tab>x</Tab> ¦ <Tab/>` ¦ \
        </Tab> ¦ x</a>  ¦ `x`  ¦ ` ¦ ``` ` ¦ ` ``  ¦ | ¦ | a  ¦ [ ¦ ![ ¦ ]( ¦ ](< ¦ ](a ( ¦ \
        [a](b \" ¦ * ¦ _ ¦ **a ¦ & ¦ &amp; ¦ &# ¦ {' '} ¦ { ¦ {\" ¦ < ¦ \\ ¦ A_B  ¦ A_Ba ¦ \
        >  ¦ -  ¦ #  ¦ <h1> ¦ <td> ¦ ~~~ ¦ OTP –  ¦ \u{200b} ¦ é ¦ ://"
        .split(" ¦ ")
    {
        let line = piece.repeat(50_000 / piece.len());
        let cell = format!("| {} | a | b |", piece.repeat(20_000 / piece.len()));
        let lines = format!("{piece}\n").repeat(2_500);
        for text in [line, lines] {
            let _ = checked(&format!("{text}\n\n{page}"));
        }
        let _ = checked(&page.replacen("`HUB_LEFT`", &cell, 1));
    }
    let _ = checked(&"<Tab title=\"A_B – x\">\n".repeat(40_000));
    let _ = checked(&"| a | b |\n".repeat(40_000));
    let deep = |tag: &str| {
        format!("<{tag}>\n").repeat(40_000) + &page + &format!("</{tag}>\n").repeat(40_000)
    };
    assert!(checked(&deep("Tab")).is_ok());
    let tables: Vec<Phase> =
        (0..500).map(|n| Phase { status: format!("S_{n}"), ..locker()[0].clone() }).collect();
    assert!(checked(&Form::Headings.page(&tables)).is_err());
}
