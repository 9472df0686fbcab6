//! A host of repositories: a bare one, a clone in which the script runs, and a clone in which a person
//! works.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use tempfile::TempDir;

use super::page::Page;
use super::{ROOT, has, said};
use crate::{FILES, TOOL};

pub(crate) const TABLE: &str = "data/statuses.toml";
pub(crate) const SOURCE: &str = "data/statuses.rs";
pub(crate) const COPY: &str = "data/page.md";

/// The files of a host, which are made once.
static SET_UP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let host = Host(TempDir::new().unwrap());
    fs::write(host.path("page.md"), Page::january().0).unwrap();
    host.sh(".", SCRIPT);
    fs::read(host.path("host.tar")).unwrap()
});

const SCRIPT: &str = r#"
    git config --global user.name "A person"
    git config --global user.email person@example.com
    git config --global gc.auto 0
    git config --global maintenance.auto false
    git config --global init.templateDir ""
    git init --quiet --bare --initial-branch=main remote.git
    git clone --quiet host:remote person 2> /dev/null
    mkdir person/data bin
    cp "$ROOT/.gitattributes" person
    cp "$FILES/statuses.toml" page.md person/data
    echo "The project." > person/README.md
    install "$ROOT/cli/tests/tool/docs_drift/call" bin/git
    ln bin/git bin/curl
    ln bin/git bin/gh
    cd person
    generate
    push main
    git clone --quiet host:remote ../runner
    cd ..
    tar -cf host.tar .gitconfig *"#;

pub(crate) struct Host(TempDir);

impl Host {
    /// A host whose main has the table of the tests and its page; nothing where a tool is missing.
    pub(crate) fn new() -> Option<Self> {
        if !has(&["bash", "git", "curl"]) {
            return None;
        }
        let host = Self(TempDir::new().unwrap());
        fs::write(host.path("host.tar"), &*SET_UP).unwrap();
        host.sh(".", "tar -xf host.tar; rm host.tar");
        Some(host)
    }

    /// Runs the nightly script with a page of this text. It must end with this status. What it says.
    #[track_caller]
    pub(crate) fn night(&self, status: i32, page: &str, variables: &[(&str, &str)]) -> String {
        fs::write(self.path("page.md"), page).unwrap();
        self.run(status, "docs-drift --pull-request ../page.md", variables)
    }

    /// Runs one of the scripts with what its environment has besides. The file `calls` has its calls of
    /// git, curl and gh.
    #[track_caller]
    pub(crate) fn run(&self, status: i32, script: &str, variables: &[(&str, &str)]) -> String {
        let _ = fs::remove_file(self.path("calls"));
        let path = "PATH=$FAKE/bin:$ROOT/.ci:$PATH";
        let mut command = self.command("runner", &format!("{path}; {script}"));
        command.env("VKYC_STATUS", TOOL).env("CURL_RETRIES", "0").env("GH_TOKEN", "token");
        let output = command.envs(variables.iter().copied()).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{script} {variables:?}: {}", said(&output));
        said(&output)
    }

    /// The last run wrote nothing to the remote and to GitHub.
    #[track_caller]
    pub(crate) fn wrote_nothing(&self) {
        let calls = self.state("calls").unwrap();
        for write in ["--method", " -F ", " -f ", "gh pr", "git push"] {
            assert!(!calls.contains(write), "{write}: {calls}");
        }
    }

    /// A command of the shell, without the configuration of this machine.
    fn command(&self, folder: &str, script: &str) -> Command {
        let mut command = Command::new("bash");
        command.args(["-euc", script]).current_dir(self.path(folder)).env_clear();
        for name in ["HOME", "TMPDIR", "FAKE"] {
            command.env(name, self.0.path());
        }
        command.env("PATH", env::var("PATH").unwrap()).env("ROOT", ROOT).env("TOOL", TOOL);
        command.env("FILES", format!("{ROOT}/cli/{FILES}"));
        // The clones can be copied to another place with the remote.
        let remote = format!("url.{}.insteadOf", self.path("remote.git").display());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_COUNT", "1");
        command.env("GIT_CONFIG_KEY_0", remote).env("GIT_CONFIG_VALUE_0", "host:remote");
        command
    }

    /// What a person does in the shell, with the functions of `person`. It must succeed.
    #[track_caller]
    pub(crate) fn person(&self, script: &str) {
        self.sh("person", script);
    }

    /// What a command of the shell prints. It must succeed.
    #[track_caller]
    pub(crate) fn sh(&self, folder: &str, script: &str) -> String {
        let mut command = self.command(folder, script);
        command.env("BASH_ENV", format!("{ROOT}/cli/tests/tool/docs_drift/person"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{script}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// What GitHub knows: a file of the pull request or of the issue. Or the last calls.
    pub(crate) fn state(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.path(file)).ok().map(|text| text.trim_end().to_owned())
    }

    /// A person changes what GitHub knows.
    pub(crate) fn set(&self, file: &str, text: &str) {
        fs::write(self.path(file), format!("{text}\n")).unwrap();
    }

    /// The number and state of the pull request.
    pub(crate) fn pull_request(&self) -> String {
        let state = |file| self.state(file).unwrap_or_default();
        let draft = if state("pull/draft") == "true" { " draft" } else { "" };
        format!("{} {}{draft}", state("pull/number"), state("pull/state"))
    }

    /// A file as it is on a branch of the remote.
    #[track_caller]
    pub(crate) fn file(&self, branch: &str, file: &str) -> String {
        self.sh("remote.git", &format!("git show {branch}:{file}"))
    }

    /// The commit of a branch of the remote, or nothing.
    pub(crate) fn tip(&self, branch: &str) -> String {
        let reference = format!("git rev-parse --verify --quiet refs/heads/{branch} || :");
        self.sh("remote.git", &reference).trim().to_owned()
    }
}
