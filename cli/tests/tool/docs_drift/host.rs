//! A host of repositories on this machine: a bare repository, a clone in which the script runs, and a
//! clone in which a person works.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;

use super::page::Page;
use super::{ROOT, SCRIPT, has, said, succeed};
use crate::TOOL;

/// The files of the repository that the script works on.
pub(crate) const FILES: [&str; 4] =
    ["CHANGELOG.md", "data/page.md", "data/statuses.rs", "data/statuses.toml"];

pub(crate) struct Host {
    folder: TempDir,
    /// What `DAY` and the failures are set to.
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
    /// A host whose main has the table of the page of January; nothing where a tool is missing.
    pub(crate) fn new() -> Option<Self> {
        if !has(&["bash", "git", "curl", "awk"]) {
            return None;
        }
        let host = Self { folder: TempDir::new().unwrap(), variables: Vec::new() };
        let remote = host.path("remote.git");
        succeed(
            host.git(".").args(["init", "--quiet", "--bare", "--initial-branch=main"]).arg(&remote),
        );
        for clone in ["person", "runner"] {
            succeed(host.git(".").args(["clone", "--quiet"]).arg(&remote).arg(host.path(clone)));
            if clone == "person" {
                host.start();
            }
        }
        host.install();
        Some(host)
    }

    /// The first commit on main.
    fn start(&self) {
        let page = Page::january();
        fs::create_dir(self.path("person/data")).unwrap();
        self.write("data/statuses.toml", &page.table());
        self.write("data/page.md", &page.text());
        self.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
        self.write("README.md", "The desk.\n");
        fs::copy(format!("{ROOT}/.gitattributes"), self.path("person/.gitattributes")).unwrap();
        self.generate();
        self.run_git("person", &["switch", "--quiet", "--orphan", "main"]);
        self.push("main", "Start");
    }

    /// Puts the commands that the script calls first on its PATH.
    fn install(&self) {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tool/docs_drift");
        fs::create_dir(self.path("bin")).unwrap();
        fs::copy(tests.join("gh"), self.path("github")).unwrap();
        fs::copy(tests.join("call"), self.path("bin/gh")).unwrap();
        fs::set_permissions(self.path("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["git", "curl"] {
            symlink(self.path("bin/gh"), self.path("bin").join(name)).unwrap();
        }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the script in a clone, with a page of this text.
    pub(crate) fn night(&self, page: &str) -> Night {
        fs::write(self.path("page.md"), page).unwrap();
        self.night_with(self.path("page.md").to_str().unwrap())
    }

    /// Runs the script with a page at this address.
    pub(crate) fn night_with(&self, page: &str) -> Night {
        let _ = fs::remove_file(self.path("calls"));
        let path = env::var("PATH").unwrap();
        let mut script = self.command(SCRIPT, "runner");
        script.arg(page).env("PATH", format!("{}:{path}", self.path("bin").display()));
        script.env("FAKE", self.folder.path()).env("GH_TOKEN", "token").env("VKYC_STATUS", TOOL);
        script.env("CURL_RETRIES", "0");
        script.env("TMPDIR", self.folder.path());
        script.envs(self.variables.iter().map(|(name, value)| (name, value)));
        for name in
            ["TABLE", "FAIL_ON", "FORMAT", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_RUN_ID"]
        {
            script.env_remove(name);
        }
        let output = script.output().unwrap();
        let calls = fs::read_to_string(self.path("calls")).unwrap_or_default();
        Night { code: output.status.code(), said: said(&output), calls }
    }

    /// A command without the configuration of this machine.
    fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path(folder));
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL"] {
            command.env_remove(variable);
        }
        command
    }

    fn git(&self, folder: &str) -> Command {
        let mut git = self.command("git", folder);
        for who in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{who}_NAME"), "A person");
            git.env(format!("GIT_{who}_EMAIL"), "person@example.com");
        }
        git
    }

    #[track_caller]
    pub(crate) fn run_git(&self, folder: &str, arguments: &[&str]) -> String {
        succeed(self.git(folder).args(arguments))
    }

    /// A file of the state of the pull request or issue.
    pub(crate) fn state(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.path(file)).ok().map(|text| text.trim_end().to_owned())
    }

    /// A file as it is on a branch of the remote.
    #[track_caller]
    pub(crate) fn file(&self, branch: &str, file: &str) -> String {
        self.run_git("remote.git", &["show", &format!("{branch}:{file}")])
    }

    /// The commit of a branch of the remote.
    pub(crate) fn tip(&self, branch: &str) -> Option<String> {
        let reference = format!("refs/heads/{branch}");
        let tip =
            self.run_git("remote.git", &["for-each-ref", "--format=%(objectname)", &reference]);
        Some(tip.trim().to_owned()).filter(|tip| !tip.is_empty())
    }

    /// A person checks out a branch as it is at the remote.
    pub(crate) fn check_out(&self, branch: &str) {
        self.run_git("person", &["fetch", "--quiet", "--prune", "origin"]);
        self.run_git(
            "person",
            &["checkout", "--quiet", "--force", "-B", branch, &format!("origin/{branch}")],
        );
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
        let mut tool = Command::new(TOOL);
        tool.args(["generate", "data/statuses.toml", "--examples", "vkyc_status"]);
        succeed(tool.args(["--output", "data/statuses.rs"]).current_dir(self.path("person")));
    }

    /// A person commits all that is written, and pushes the branch.
    #[track_caller]
    pub(crate) fn push(&self, branch: &str, message: &str) {
        self.run_git("person", &["add", "--all"]);
        self.run_git("person", &["commit", "--quiet", "--message", message]);
        self.run_git(
            "person",
            &["push", "--quiet", "origin", &format!("HEAD:refs/heads/{branch}")],
        );
    }

    /// A person fills in the readings of new codes on the branch of the pull request.
    #[track_caller]
    pub(crate) fn fill_in(&self) {
        self.check_out("docs-drift");
        self.replace("data/statuses.toml", "actions = []", "actions = [\"wait\"]");
        self.replace("data/statuses.toml", "outcome = \"\"", "outcome = \"pending\"");
        self.push("docs-drift", "Fill in the readings");
    }

    /// A person merges the pull request, and leaves its branch.
    #[track_caller]
    pub(crate) fn merge(&self) {
        self.check_out("main");
        self.run_git(
            "person",
            &["merge", "--quiet", "--no-ff", "-m", "Merge #1", "origin/docs-drift"],
        );
        self.run_git("person", &["push", "--quiet", "origin", "main"]);
        let heads = self.state("heads").unwrap_or_default();
        fs::write(self.path("heads"), format!("{heads}\n{}\n", self.tip("docs-drift").unwrap()))
            .unwrap();
        fs::remove_file(self.path("pr")).unwrap();
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

    /// What a run has brought about, without the names of commits.
    pub(crate) fn outcome(&self) -> Vec<Option<String>> {
        let mut outcome = ["title", "body", "draft", "issue"].map(|file| self.state(file)).to_vec();
        // A branch without a pull request does not matter.
        outcome.push(self.state("pr").and_then(|_| self.tip("docs-drift")).map(|tip| {
            let files = self.run_git("remote.git", &["ls-tree", "-r", &tip]);
            let runs = self.state("runs").unwrap_or_default();
            format!("{files}{}", runs.contains(&tip))
        }));
        outcome
    }
}
