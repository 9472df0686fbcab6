//! A table in an integrator's own repository, named in its Cargo configuration: it is built, with a column
//! of the integrator's own, and a change rebuilds what depends on it.

use std::fs;

use crate::workspace::{Crate, TABLE, edited, succeed};

/// A program that prints every code. No other crate selects these features, so that no other test
/// makes Cargo build the library again in between.
fn follower() -> Crate {
    let follower = Crate::new(
        "follower",
        r#"
        [dependencies]
        vkyc-status = { @library, default-features = false, features = ["generate"] }
        "#,
    );
    follower.write(
        ".cargo/config.toml",
        "[env]\nVKYC_STATUSES_TOML = { value = \"statuses.toml\", relative = true }\n",
    );
    follower.write("statuses.toml", TABLE);
    follower.write(
        "src/main.rs",
        r#"
        use vkyc_status::StatusCode;

        fn main() {
            for code in StatusCode::ALL {
                println!("{code}: {} ({})", code.description(), code.customer_text());
            }
        }
        "#,
    );
    follower
}

/// The generated source, and whether the build script ran.
fn build(follower: &Crate) -> (String, bool) {
    let (messages, said) =
        succeed(&mut follower.cargo(&["build", "-v", "--message-format", "json"]));
    let script = messages
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find(|message| {
            let package = message["package_id"].as_str().unwrap_or_default();
            message["reason"] == "build-script-executed" && package.contains("vkyc-status")
        });
    let folder = script.unwrap()["out_dir"].as_str().unwrap().to_owned();
    let ran =
        said.lines().any(|line| line.contains("Running") && line.contains("build-script-build`"));
    (fs::read_to_string(format!("{folder}/statuses.rs")).unwrap(), ran)
}

fn printed(follower: &Crate) -> Vec<String> {
    let (printed, _) = succeed(&mut follower.cargo(&["run", "--quiet"]));
    printed.lines().map(str::to_owned).collect()
}

#[test]
fn a_table_of_ones_own_is_built_and_followed() {
    let follower = follower();
    let (before, _) = build(&follower);
    assert!(!build(&follower).1, "the build script ran again though nothing was touched");
    let codes = [
        "IN_TRANSIT: The parcel is between two depots. (On its way to you.)",
        "AT_CUSTOMS: Customs ask for papers. (We will call you.)",
        // A retired row may lack a column.
        "DELIVERED: The customer has the parcel. ()",
    ];
    assert_eq!(printed(&follower), codes);

    follower.write("statuses.toml", &edited("ask for papers", "want papers"));
    let (after, ran) = build(&follower);
    assert!(ran, "the build script did not run for an edit of the table");
    assert_eq!(printed(&follower)[1], "AT_CUSTOMS: Customs want papers. (We will call you.)");

    // A text is documentation and a value.
    assert_eq!(before.lines().count(), after.lines().count());
    let changed = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    let changed: Vec<_> = changed.collect();
    assert_eq!(changed.len(), 2, "{changed:#?}");
    for (before, after) in changed {
        assert_eq!(before.replace("ask for papers", "want papers"), after);
    }
}
