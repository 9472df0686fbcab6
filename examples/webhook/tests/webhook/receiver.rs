//! Starts the receiver as a process of its own, on a free port of loopback, and looks into its
//! database and its log.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::Connection as Database;
use serde_json::Value;

use crate::sender::{Answer, Connection, Request, SECRET};

pub(crate) struct Receiver {
    folder: PathBuf,
    change: fn(&mut Command),
    process: Process,
    pub(crate) address: SocketAddr,
}

impl Receiver {
    /// With an empty database.
    pub(crate) fn start(name: &str) -> Self {
        Self::start_with(name, |_| {})
    }

    /// The same, with what it changes of the command.
    pub(crate) fn start_with(name: &str, change: fn(&mut Command)) -> Self {
        let folder = folder(name);
        let (process, address) = spawn(&folder, change);
        Self { folder, change, process, address }
    }

    /// Kills the process, which has no time to do anything about it.
    pub(crate) fn kill(&mut self) {
        self.process.0.kill().unwrap();
        self.process.0.wait().unwrap();
    }

    /// Starts it on what it left.
    pub(crate) fn restart(&mut self) {
        (self.process, self.address) = spawn(&self.folder, self.change);
    }

    pub(crate) fn kill_and_restart(&mut self) {
        self.kill();
        self.restart();
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.0.id()
    }

    pub(crate) fn signal(&self) {
        signal(&self.process);
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        wait(&mut self.process)
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.0.try_wait().unwrap().is_some()
    }

    /// Asks the process to stop, as a supervisor does.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.signal();
        self.wait()
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address).unwrap()
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        self.connect().send(request).unwrap()
    }

    /// The answer's text, of a delivery that has to be taken.
    pub(crate) fn take(&self, request: &Request) -> String {
        let answer = self.send(request);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.text
    }

    pub(crate) fn health(&self) -> (u16, Value) {
        let answer = self.connect().get("/healthz").unwrap();
        (answer.status, serde_json::from_str(&answer.text).unwrap())
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn database(&self) -> Database {
        let database = Database::open(self.file("database")).unwrap();
        database.busy_timeout(Duration::from_secs(20)).unwrap();
        database
    }

    /// The first column, a text, of every row.
    pub(crate) fn rows(&self, select: &str) -> Vec<String> {
        let database = self.database();
        let mut select = database.prepare(select).unwrap();
        select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    pub(crate) fn count(&self, table: &str) -> usize {
        self.rows(&format!("SELECT '' FROM {table}")).len()
    }

    /// The verification's status code.
    pub(crate) fn state(&self, id: &str) -> Option<String> {
        let select = "SELECT status_code FROM verification WHERE verification_id = ";
        self.rows(&format!("{select}'{id}'")).pop()
    }

    /// The verification's tasks, in the order in which they were made.
    pub(crate) fn tasks(&self, id: &str) -> Vec<String> {
        let select = "SELECT task FROM outbox WHERE verification_id = ";
        self.rows(&format!("{select}'{id}' ORDER BY key"))
    }

    /// What it has written so far; a thread of its own writes it.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.file("log")).unwrap()
    }

    pub(crate) fn wait_for_log(&self, text: &str) {
        let deadline = Deadline::new();
        while !self.log().contains(text) {
            deadline.wait(text);
        }
    }

    /// Stops it, so that the log is complete; gives the lines that raise an alarm, but for that of a
    /// new database.
    pub(crate) fn warnings(&mut self) -> Vec<String> {
        assert!(self.stop().success());
        let log = self.log();
        let alarm = |line: &&str| line.contains(" WARN ") || line.contains(" ERROR ");
        let log = log.lines().filter(|line| !line.contains("a new database was created"));
        log.filter(alarm).map(Into::into).collect()
    }
}

/// Killed at the end, so that no test that fails leaves one.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

pub(crate) fn signal(Process(process): &Process) {
    let id = process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
}

pub(crate) fn wait(Process(process): &mut Process) -> ExitStatus {
    let deadline = Deadline::new();
    loop {
        match process.try_wait().unwrap() {
            Some(status) => return status,
            None => deadline.wait("does not stop"),
        }
    }
}

/// An empty folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The receiver, to run in this folder.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vkyc-status-webhook"));
    command
        .env("CASHFREE_CLIENT_SECRET", SECRET)
        .env("WEBHOOK_DATABASE", folder.join("database"))
        .env("WEBHOOK_LISTEN", "127.0.0.1:0")
        .env_remove("CASHFREE_CLIENT_SECRET_PREVIOUS")
        .env_remove("WEBHOOK_TOLERANCE_SECONDS")
        .env_remove("RUST_LOG")
        .stdout(File::create(folder.join("stdout")).unwrap())
        .stderr(File::create(folder.join("log")).unwrap());
    command
}

fn spawn(folder: &Path, change: fn(&mut Command)) -> (Process, SocketAddr) {
    let mut command = command(folder);
    change(&mut command);
    wait_for_start(folder, Process(command.spawn().unwrap()))
}

pub(crate) fn wait_for_start(folder: &Path, mut process: Process) -> (Process, SocketAddr) {
    let deadline = Deadline::new();
    loop {
        let log = fs::read_to_string(folder.join("log")).unwrap();
        if let Some((_, address)) = log.split_once("listening address=") {
            if let Some((address, _)) = address.split_once('\n') {
                return (process, address.trim().parse().unwrap());
            }
        }
        assert!(process.0.try_wait().unwrap().is_none(), "did not start: {log}");
        deadline.wait("does not start");
    }
}

/// No test waits for ever.
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(crate) fn new() -> Self {
        Self(Instant::now() + Duration::from_secs(60))
    }

    pub(crate) fn wait(&self, otherwise: &str) {
        assert!(Instant::now() < self.0, "{otherwise}");
        sleep(Duration::from_millis(10));
    }
}
