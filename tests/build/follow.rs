//! A table in an integrator's own repository, named in its Cargo configuration: it is built, with a column
//! of the integrator's own; a change of it is built again; and what is wrong with it is an error.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::workspace::{Crate, TABLE, edited, fail, package, succeed};

#[test]
fn a_table_of_ones_own_is_built_and_followed() {
    let follower = Crate::new(
        "follower",
        // No other crate selects these features, so that none makes Cargo build the library again in
        // between.
        r#"
        [dependencies]
        vkyc-status = { @library, default-features = false, features = ["generate"] }
        "#,
        &[
            (
                ".cargo/config.toml",
                "[env]\nVKYC_STATUSES_TOML = { value = \"statuses.toml\", relative = true }\n",
            ),
            ("statuses.toml", TABLE),
            (
                "src/main.rs",
                r#"
                use vkyc_status::StatusCode;

                fn main() {
                    for code in StatusCode::ALL {
                        println!("{code}: {} ({})", code.description(), code.customer_text());
                    }
                }
                "#,
            ),
        ],
    );
    let run = || succeed(&mut follower.cargo(&["run", "-v"]));
    let codes = "IN_TRANSIT: The parcel is between two depots. (On its way to you.)\n\
                 AT_CUSTOMS: Customs ask for papers. (We will call you.)\n\
                 DELIVERED: The customer has the parcel. ()\n";
    assert_eq!(run().0, codes, "a retired row may lack a column");
    let (_, said) = run();
    assert!(said.contains("Fresh vkyc-status v"), "built again though nothing was touched: {said}");

    follower.write("statuses.toml", &edited("ask for papers", "want papers"));
    assert_eq!(run().0, codes.replace("ask for papers", "want papers"));
}

/// The library's build script, which its tests can run without Cargo.
struct Script {
    program: PathBuf,
    output: PathBuf,
}

impl Script {
    /// The errors that it prints for a value of the variable.
    fn errors(&self, variable: &str) -> Vec<String> {
        fs::create_dir_all(&self.output).unwrap();
        let mut script = Command::new(&self.program);
        script.current_dir(package()).env("OUT_DIR", &self.output);
        let (printed, _) = succeed(script.env("VKYC_STATUSES_TOML", variable));
        let errors = printed.lines().filter_map(|line| line.strip_prefix("cargo::error="));
        assert!(!printed.contains("\ncargo::warning"), "{printed}");
        errors.map(str::to_owned).collect()
    }
}

#[test]
fn what_is_wrong_with_a_table_or_its_path_is_an_error_of_cargo() {
    let broken = edited("outcome = \"closed\"", "outcome = \"lost\"").replace("https:", "http:");
    let files = [("statuses.toml", &*broken), ("src/lib.rs", "")];
    let consumer = Crate::new("faults", "[dependencies]\nvkyc-status = { @library }", &files);
    let absolute = |file: &str| consumer.path(file).display().to_string();
    let mut build = consumer.cargo(&["build", "--message-format", "json"]);
    let (messages, said) = fail(build.env("VKYC_STATUSES_TOML", absolute("statuses.toml")));
    let expected = [
        "5:7: not an https address: \"http://example.com/parcels\"; copy the page's address, which \
         starts with https:// and a host",
        "72:11: undeclared outcome: \"lost\"; declare it under [[outcome]], or use a declared outcome",
    ]
    .map(|line| format!("{}:{line}", absolute("statuses.toml")));
    for line in &expected {
        assert!(said.contains(&format!("error: vkyc-status@0.1.0: {line}\n")), "{said}");
    }

    let script = Script { program: script(&messages), output: consumer.path("out") };
    // Empty is not set.
    assert_eq!(script.errors(""), [""; 0]);
    let source = consumer.path("out/statuses.rs");
    assert!(source.exists());
    assert_eq!(script.errors(&absolute("statuses.toml")), expected);
    assert!(!source.exists(), "that of an earlier run");
    let relative = "VKYC_STATUSES_TOML: not an absolute path: \"statuses.toml\"; set the absolute path of \
                    a table, or unset it";
    assert_eq!(script.errors("statuses.toml"), [relative]);
    // A line break would start another instruction to Cargo.
    for odd in ["statuses.toml ", "statuses.toml\ncargo::warning=injected"].map(absolute) {
        let expected = format!(
            "{}: not a path that Cargo can watch: it is not UTF-8, or has control characters or white \
             space at its ends; rename the file",
            odd.escape_debug()
        );
        assert_eq!(script.errors(&odd), [expected]);
    }
    let mut irregular = vec![absolute("src")];
    if cfg!(unix) {
        fs::remove_file(consumer.path("fifo")).ok();
        succeed(Command::new("mkfifo").arg(consumer.path("fifo")));
        irregular.push(absolute("fifo"));
    }
    for path in irregular {
        let expected =
            format!("{path}: cannot be read: not a regular file; give the path of a TOML file");
        assert_eq!(script.errors(&path), [expected]);
    }
    let absent = &script.errors(&absolute("absent.toml"))[..];
    let [absent] = absent else { panic!("{absent:?}") };
    assert!(absent.starts_with(&(absolute("absent.toml") + ": cannot be read: ")), "{absent}");
    assert!(absent.ends_with("; check the path and its permissions"), "{absent}");
}

/// Where Cargo says that it built the library's build script.
fn script(messages: &str) -> PathBuf {
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut scripts = messages.filter(|message| message["target"]["kind"][0] == "custom-build");
    let library = package().join("build.rs");
    let script = scripts.find(|script| script["target"]["src_path"] == *library.to_string_lossy());
    script.unwrap()["filenames"][0].as_str().unwrap().into()
}
