//! The shapes in which the page was seen, and those that it may take.

use super::forms::FORMS;
use super::{assert_in_sync, locker};

#[test]
fn every_form_says_the_same() {
    for form in FORMS {
        let page = form.render(&locker()).text();
        assert_in_sync(&page);
        assert_in_sync(&page.replace('\n', "\r\n"));
        assert_in_sync(&page.replace("| ", "|\u{a0}").replace(" – ", "\u{a0}–\u{a0}"));
        assert_in_sync(&format!("\u{feff}{}", page.trim_end()));
    }
}
