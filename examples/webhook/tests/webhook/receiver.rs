//! Starts the receiver, and the consumer, as processes of their own; looks into the database, the
//! log, and what the consumer prints.

use std::fs::{self, File, OpenOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::Connection as Database;
use serde_json::Value;

use crate::sender::{Answer, Connection, Request, SECRET};

pub(crate) struct Receiver {
    folder: PathBuf,
    change: fn(&mut Command),
    pub(crate) process: Process,
    /// A free port of loopback.
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
        self.process.kill();
    }

    /// Starts it on what it left.
    pub(crate) fn restart(&mut self) {
        (self.process, self.address) = spawn(&self.folder, self.change);
    }

    pub(crate) fn kill_and_restart(&mut self) {
        self.kill();
        self.restart();
    }

    pub(crate) fn stop(&mut self) {
        self.process.signal();
        assert!(self.process.wait().success());
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

    /// The database, which others can read but not write until this is dropped.
    pub(crate) fn lock(&self) -> Database {
        let database = self.database();
        database.execute_batch("BEGIN IMMEDIATE").unwrap();
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

    /// Where a verification stands, or an empty text.
    pub(crate) fn state(&self, id: &str) -> String {
        let select = "SELECT status_code FROM verification WHERE verification_id = ";
        self.rows(&format!("{select}'{id}'")).concat()
    }

    /// The verification's tasks, in the order in which they were made.
    pub(crate) fn tasks(&self, id: &str) -> Vec<String> {
        let select = "SELECT task FROM outbox WHERE verification_id = ";
        self.rows(&format!("{select}'{id}' ORDER BY key"))
    }

    /// Tasks of another verification, which keep the consumer busy.
    pub(crate) fn add_tasks(&self, count: usize, why: &str) {
        let insert = format!(
            "INSERT INTO outbox (event, verdict, verification_id, task, why, time)
                WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT {count})
                SELECT 0, 'applied', 'other', 'ask_person', '{why}', 0 FROM n"
        );
        self.database().execute_batch(&insert).unwrap();
    }

    /// The consumer. What it prints is appended to the file `tasks`.
    pub(crate) fn consumer(&self) -> Process {
        let tasks = OpenOptions::new().create(true).append(true).open(self.file("tasks"));
        self.consumer_into(tasks.unwrap())
    }

    pub(crate) fn consumer_into(&self, output: impl Into<Stdio>) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consumer"));
        Process::spawn(command.env("WEBHOOK_DATABASE", self.file("database")).stdout(output))
    }

    /// The key of each task that consumers did, as often as they did it.
    pub(crate) fn done(&self) -> Vec<String> {
        let tasks = fs::read_to_string(self.file("tasks")).unwrap();
        tasks.lines().map(|line| line.split(' ').next().unwrap().into()).collect()
    }

    /// But for what is held.
    pub(crate) fn wait_until_all_is_done(&self) {
        let open = "outbox WHERE done IS NULL AND held IS NULL LIMIT 1";
        wait_until("all tasks are done", || self.count(open) == 0);
    }

    /// What it has written so far; a thread of its own writes it.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.file("log")).unwrap()
    }

    pub(crate) fn wait_for_log(&self, text: &str) {
        wait_until(text, || self.log().contains(text));
    }

    /// Stops it, so that the log is complete; gives the lines that raise an alarm, but for that of a
    /// new database.
    pub(crate) fn warnings(&mut self) -> Vec<String> {
        self.stop();
        let log = self.log();
        let alarm = |line: &&str| line.contains(" WARN ") || line.contains(" ERROR ");
        let log = log.lines().filter(|line| !line.contains("a new database was created"));
        log.filter(alarm).map(Into::into).collect()
    }
}

/// Killed at the end, so that no test that fails leaves one.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to stop, as a supervisor does.
    pub(crate) fn signal(&self) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        wait_until("the process ends", || self.has_ended());
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
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
        .current_dir(folder)
        .env("CASHFREE_CLIENT_SECRET", SECRET)
        .env("WEBHOOK_DATABASE", "database")
        .env("WEBHOOK_LISTEN", "127.0.0.1:0")
        .env_remove("CASHFREE_CLIENT_SECRET_PREVIOUS")
        .env_remove("WEBHOOK_TOLERANCE_SECONDS")
        .env_remove("RUST_LOG")
        .stdout(Stdio::null())
        .stderr(File::create(folder.join("log")).unwrap());
    command
}

fn spawn(folder: &Path, change: fn(&mut Command)) -> (Process, SocketAddr) {
    let mut command = command(folder);
    change(&mut command);
    let mut process = Process::spawn(&mut command);
    let mut address = None;
    wait_until("it listens", || {
        let log = fs::read_to_string(folder.join("log")).unwrap();
        address = log.split_inclusive('\n').find_map(listening);
        assert!(address.is_some() || !process.has_ended(), "did not start: {log}");
        address.is_some()
    });
    (process, address.unwrap())
}

/// The address in a line of the log, if it says one and is whole.
pub(crate) fn listening(line: &str) -> Option<SocketAddr> {
    line.split_once("listening address=")?.1.strip_suffix('\n')?.parse().ok()
}

pub(crate) fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < end, "not within a minute: {what}");
        sleep(Duration::from_millis(5));
    }
}
