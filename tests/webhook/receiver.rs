//! Starts the example as a process of its own, on a free port of loopback, and looks into its
//! database and its log.

use std::env;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::example;
use crate::sender::{Answer, Connection, Request, SECRET};

pub(crate) struct Receiver {
    folder: PathBuf,
    process: Child,
    pub(crate) address: SocketAddr,
}

/// The process: this test's own program, asked for this test alone, so that no build is needed to
/// have the example as it is now.
#[test]
#[ignore = "is the receiver that the other tests start"]
fn serve() {
    if env::var_os("WEBHOOK_DATABASE").is_some() {
        assert_eq!(example::main(), ExitCode::SUCCESS);
    }
}

impl Receiver {
    /// With an empty database.
    pub(crate) fn start(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("webhook").join(name);
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (process, address) = start(&folder);
        Self { folder, process, address }
    }

    /// Kills the process, which has no time to do anything about it, and starts it on what it left.
    pub(crate) fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (self.process, self.address) = start(&self.folder);
    }

    /// Asks the process to stop, as a supervisor does.
    #[cfg(unix)]
    pub(crate) fn stop(&mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let deadline = Deadline::new();
        loop {
            match self.process.try_wait().unwrap() {
                Some(status) => return status,
                None => deadline.wait("does not stop"),
            }
        }
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address).unwrap()
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        self.connect().send(request).unwrap()
    }

    /// The first column, a text, of every row.
    pub(crate) fn rows(&self, select: &str) -> Vec<String> {
        let file = SqliteConnectOptions::new().filename(self.folder.join("database"));
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let mut database = file.connect().await.unwrap();
            sqlx::query_scalar(select).fetch_all(&mut database).await.unwrap()
        })
    }

    pub(crate) fn count(&self, table: &str) -> usize {
        self.rows(&format!("SELECT '' FROM {table}")).len()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn start(folder: &Path) -> (Child, SocketAddr) {
    let log = folder.join("log");
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", "receiver::serve", "--ignored", "--nocapture"])
        .env("CASHFREE_CLIENT_SECRET", SECRET)
        .env("WEBHOOK_DATABASE", folder.join("database"))
        .env("WEBHOOK_LISTEN", "127.0.0.1:0")
        .env_remove("WEBHOOK_TOLERANCE_SECONDS")
        .stdout(File::create(folder.join("stdout")).unwrap())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let deadline = Deadline::new();
    loop {
        let text = fs::read_to_string(&log).unwrap();
        if let Some((_, address)) = text.split_once("listening address=") {
            if let Some((address, _)) = address.split_once('\n') {
                return (process, address.parse().unwrap());
            }
        }
        assert!(process.try_wait().unwrap().is_none(), "did not start: {text}");
        deadline.wait("does not start");
    }
}

struct Deadline(Instant);

impl Deadline {
    fn new() -> Self {
        Self(Instant::now() + Duration::from_secs(20))
    }

    fn wait(&self, otherwise: &str) {
        assert!(Instant::now() < self.0, "{otherwise}");
        sleep(Duration::from_millis(10));
    }
}
