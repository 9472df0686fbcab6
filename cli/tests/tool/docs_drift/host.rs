//! A host of repositories on this machine: a bare repository, a clone in which the script runs, and a
//! clone in which a person works.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;

use super::page::Page;
use super::{ROOT, has, said, succeed};
use crate::TOOL;

pub(crate) const TABLE: &str = "data/statuses.toml";
pub(crate) const SOURCE: &str = "data/statuses.rs";
pub(crate) const COPY: &str = "data/page.md";

pub(crate) struct Host {
    folder: TempDir,
    /// What the environment of the script has besides.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// How a run of the script ended.
pub(crate) struct Night {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    /// The calls of git, curl and gh, one a line.
    pub(crate) calls: String,
}

impl Host {
    /// A host whose main has the repository's table and its page; nothing where a tool is missing.
    pub(crate) fn new() -> Option<Self> {
        if !has(&["bash", "git", "curl"]) {
            return None;
        }
        let host = Self { folder: TempDir::new().unwrap(), variables: Vec::new() };
        let path = |name: &str| host.path(name).to_str().unwrap().to_owned();
        host.git(".", &["init", "--quiet", "--bare", "--initial-branch=main", &path("remote.git")]);
        host.git(".", &["clone", "--quiet", &path("remote.git"), &path("person")]);
        fs::create_dir(host.path("person/data")).unwrap();
        host.write(COPY, &Page::january().0);
        host.write("README.md", "The project.\n");
        for file in [TABLE, SOURCE, ".gitattributes"] {
            fs::copy(Path::new(ROOT).join(file), host.path("person").join(file)).unwrap();
        }
        host.generate();
        host.push("main", "Start");
        host.git(".", &["clone", "--quiet", &path("remote.git"), &path("runner")]);
        // What the script calls comes first on its PATH.
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tool/docs_drift");
        fs::create_dir(host.path("bin")).unwrap();
        fs::copy(tests.join("gh"), host.path("github")).unwrap();
        fs::copy(tests.join("call"), host.path("bin/gh")).unwrap();
        fs::set_permissions(host.path("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["git", "curl"] {
            symlink("gh", host.path("bin").join(name)).unwrap();
        }
        Some(host)
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the script with a page of this text.
    pub(crate) fn night(&self, page: &str) -> Night {
        fs::write(self.path("page.md"), page).unwrap();
        self.run(&["--pull-request", "../page.md"])
    }

    /// That run must end with this status.
    #[track_caller]
    pub(crate) fn night_ends(&self, status: i32, page: &str) -> Night {
        let night = self.night(page);
        assert_eq!(night.code, Some(status), "{}", night.said);
        night
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Night {
        let _ = fs::remove_file(self.path("calls"));
        let mut script = self.command(&format!("{ROOT}/.ci/docs-drift"), "runner");
        let path = format!("{}:{}", self.path("bin").display(), env::var("PATH").unwrap());
        script.args(arguments).env("PATH", path).env("FAKE", self.folder.path());
        script.env("GH_TOKEN", "token").env("VKYC_STATUS", TOOL).env("CURL_RETRIES", "0");
        script.env("TMPDIR", self.folder.path());
        script.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = script.output().unwrap();
        let calls = fs::read_to_string(self.path("calls")).unwrap_or_default();
        Night { code: output.status.code(), said: said(&output), calls }
    }

    /// A command without the configuration of this machine.
    fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path(folder));
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A person");
            command.env(format!("GIT_{who}_EMAIL"), "person@example.com");
        }
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL"]
            .iter()
            .chain(&["GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_RUN_ID"])
            .chain(&["TABLE", "FAIL_ON", "FORMAT"])
        {
            command.env_remove(name);
        }
        command
    }

    #[track_caller]
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        succeed(self.command("git", folder).args(arguments))
    }

    /// What GitHub knows: a file of the pull request or the issue.
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
        self.git("remote.git", &["show", &format!("{branch}:{file}")])
    }

    /// The commit of a branch of the remote, or nothing.
    pub(crate) fn tip(&self, branch: &str) -> String {
        let branch = format!("refs/heads/{branch}");
        self.git("remote.git", &["for-each-ref", "--format=%(objectname)", &branch]).trim().into()
    }

    /// A person goes to a branch as it is at the remote.
    pub(crate) fn check_out(&self, branch: &str) {
        self.git("person", &["fetch", "--quiet", "--prune", "origin"]);
        let remote = format!("origin/{branch}");
        self.git("person", &["checkout", "--quiet", "--force", "-B", branch, &remote]);
    }

    /// A person writes a file.
    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.path("person").join(file), text).unwrap();
    }

    /// A person replaces words in a file, which must have them.
    #[track_caller]
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path("person").join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}:\n{text}");
        self.write(file, &text.replace(from, to));
    }

    /// A person generates the source of the table.
    pub(crate) fn generate(&self) {
        let mut tool = self.command(TOOL, "person");
        tool.args(["generate", TABLE, "--examples", "vkyc_status", "--output", SOURCE]);
        succeed(&mut tool);
    }

    /// A person commits all that is written, and pushes the branch.
    #[track_caller]
    pub(crate) fn push(&self, branch: &str, message: &str) {
        self.git("person", &["add", "--all"]);
        self.git("person", &["commit", "--quiet", "--message", message]);
        self.git("person", &["push", "--quiet", "origin", &format!("HEAD:refs/heads/{branch}")]);
    }

    /// A person edits a file on a branch.
    #[track_caller]
    pub(crate) fn edit(&self, branch: &str, file: &str, from: &str, to: &str) {
        self.check_out(branch);
        self.replace(file, from, to);
        self.push(branch, "Edit");
    }

    /// A person fills in the new codes on the branch of the pull request.
    #[track_caller]
    pub(crate) fn fill_in(&self) {
        self.check_out("docs-drift");
        self.replace(TABLE, "actions = []", "actions = [\"notify_user\"]");
        self.replace(TABLE, "outcome = \"\"", "outcome = \"pending\"");
        self.push("docs-drift", "Fill in");
    }

    /// A person closes the pull request.
    pub(crate) fn close(&self) {
        self.set("pull/head", &self.tip("docs-drift"));
        self.set("pull/state", "closed");
    }

    /// A person merges the pull request on GitHub, which knows no attributes, and leaves its branch.
    #[track_caller]
    pub(crate) fn merge(&self) {
        self.check_out("main");
        let mut merge = self.command("git", "person");
        merge.args(["merge", "--quiet", "--no-ff", "-m", "Merge the branch", "origin/docs-drift"]);
        let empty = self.git("person", &["mktree", "--missing"]);
        succeed(merge.env("GIT_ATTR_SOURCE", empty.trim()));
        self.git("person", &["push", "--quiet", "origin", "main"]);
        self.close();
        self.set("pull/state", "settled");
    }

    /// All that a run can change.
    pub(crate) fn snapshot(&self) -> TempDir {
        let copy = TempDir::new().unwrap();
        succeed(Command::new("cp").arg("-R").arg(self.path(".")).arg(copy.path()));
        copy
    }

    pub(crate) fn restore(&self, snapshot: &TempDir) {
        fs::remove_dir_all(self.folder.path()).unwrap();
        succeed(Command::new("cp").arg("-R").arg(snapshot.path()).arg(self.folder.path()));
    }
}
