//! The entries under `## [Unreleased]`.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::{ROOT, has, succeed};

fn edit(changelog: &str, remove: &str, add: &str, only: &str) -> String {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut awk = Command::new("awk");
    awk.arg("-f").arg(format!("{ROOT}/.ci/changelog.awk"));
    for (name, text) in [("remove", remove), ("add", add)] {
        awk.arg("-v").arg(format!("{name}={}", write(name, text)));
    }
    succeed(awk.arg("-v").arg(format!("only={only}")).arg(write("changelog", changelog)))
}

const CHANGELOG: &str = "\
# Changelog

Words.

## [Unreleased]

### Added

- One
  of two lines.

### Fixed

- Two.

## [0.1.0] - 2026-01-01

### Added

- One
  of two lines.

[0.1.0]: https://example.com
";

#[test]
fn changelog_of_the_repository_keeps_its_form() {
    if !has(&["awk"]) {
        return;
    }
    let own = fs::read_to_string(format!("{ROOT}/CHANGELOG.md")).unwrap();
    for changelog in [CHANGELOG, &own, "# Changelog\n\n## [Unreleased]\n"] {
        assert_eq!(edit(changelog, "", "", ""), changelog);
    }
}

#[test]
fn entries_are_added_under_their_headings_in_order_and_once() {
    if !has(&["awk"]) {
        return;
    }
    let add = "### Added\n\n- Two.\n\n### Changed\n\n- One.\n\n### Deprecated\n\n- One.\n";
    let once = edit(CHANGELOG, "", add, "");
    let expected = "### Added\n\n- One\n  of two lines.\n- Two.\n\n### Changed\n\n- One.\n\n\
                    ### Deprecated\n\n- One.\n\n### Fixed\n\n- Two.\n\n## [0.1.0]";
    assert!(once.contains(expected), "{once}");
    assert_eq!(edit(&once, "", add, ""), once);
    assert_eq!(edit(&once, add, "", ""), CHANGELOG);
}

#[test]
fn only_unreleased_entries_are_removed_and_empty_headings_with_them() {
    if !has(&["awk"]) {
        return;
    }
    let removed = edit(CHANGELOG, "### Added\n\n- One\n  of two lines.\n", "", "");
    assert!(removed.contains("## [Unreleased]\n\n### Fixed\n\n- Two.\n\n## [0.1.0]"), "{removed}");
    assert!(removed.contains("2026-01-01\n\n### Added\n\n- One"), "{removed}");
    // The same words under another heading are another entry.
    assert_eq!(edit(CHANGELOG, "### Changed\n\n- Two.\n", "", ""), CHANGELOG);
    let none = edit(CHANGELOG, CHANGELOG, "", "");
    assert!(none.contains("Words.\n\n## [Unreleased]\n\n## [0.1.0]"), "{none}");
}

#[test]
fn heading_is_made_where_it_is_missing() {
    if !has(&["awk"]) {
        return;
    }
    let released = edit(CHANGELOG, "", "", "rest");
    let add = "### Changed\n\n- One.\n";
    let expected = format!("Words.\n\n## [Unreleased]\n\n{add}\n## [0.1.0]");
    assert!(edit(&released, "", add, "").contains(&expected), "{}", edit(&released, "", add, ""));
    assert_eq!(
        edit("# Changelog\n", "", add, ""),
        format!("# Changelog\n\n## [Unreleased]\n\n{add}")
    );
    assert_eq!(edit(&edit(&released, "", add, ""), "", "", "rest"), released);
    assert_eq!(edit(&edit(&released, "", add, ""), "", "", "entries"), add);
}
