//! Measures the receiver beside what it cannot exceed: the web server that reads a body and answers
//! without a store, and `SQLite` that commits the same rows in groups, without a web server.
//!
//! `WEBHOOK_BESIDE` names the program of another receiver, to measure it in the same run.

use std::convert::Infallible;
use std::env;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use rusqlite::{Connection as Database, params};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vkyc_status::StatusCode;

use crate::events::event;
use crate::receiver::{command, folder, wait_for_start};
use crate::sender::{self, bytes};

/// Of each measurement; the best of the rounds counts, since the machine may be busy.
const TIME: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;
/// More than any server takes in this time.
const DELIVERIES: usize = 100_000;
/// The receiver's largest group.
const GROUP: usize = 128;

#[derive(Clone, Copy)]
struct Rate {
    a_second: f64,
    p50: Duration,
    p99: Duration,
}

#[test]
#[ignore = "is a measurement; the README has the command"]
fn throughput() {
    let beside = env::var_os("WEBHOOK_BESIDE");
    let programs = [
        Some(("web server alone", env::current_exe().unwrap())),
        Some(("receiver", env!("CARGO_BIN_EXE_vkyc-status-webhook").into())),
        beside.map(|path| ("beside", path.into())),
    ];
    println!(
        "{:>11}  {:16}  {:>12}  {:>9}  {:>9}",
        "connections", "", "deliveries/s", "p50", "p99"
    );
    for connections in [1, 16, 64, 256] {
        let mut rates = Vec::new();
        for (name, program) in programs.iter().flatten() {
            let rounds = (0..ROUNDS).map(|round| {
                let folder = folder(&format!("throughput-{round}"));
                measure_program(&folder, program, connections)
            });
            let best = rounds.max_by(|a, b| a.a_second.total_cmp(&b.a_second)).unwrap();
            rates.push((*name, best));
        }
        let alone = (0..ROUNDS).map(|_| measure_sqlite(connections.min(GROUP)));
        rates.push((
            "SQLite alone",
            alone.max_by(|a, b| a.a_second.total_cmp(&b.a_second)).unwrap(),
        ));
        let ceiling = rates[0].1.a_second.min(rates.last().unwrap().1.a_second);
        for (name, Rate { a_second, p50, p99 }) in &rates {
            let share = a_second / ceiling;
            println!(
                "{connections:>11}  {name:16}  {a_second:>12.0}  {p50:>9.1?}  {p99:>9.1?}  \
                 {share:.2} of the slower ceiling"
            );
        }
        if connections == 64 {
            let receiver = rates[1].1.a_second;
            let four_times = beside_rate(&rates).is_some_and(|beside| receiver >= 4.0 * beside);
            assert!(four_times || receiver >= ceiling / 2.0, "slower than half of the ceilings");
        }
    }
}

fn beside_rate(rates: &[(&str, Rate)]) -> Option<f64> {
    rates.iter().find(|(name, _)| *name == "beside").map(|(_, rate)| rate.a_second)
}

/// The web server alone: this test's own program, asked for this test only.
#[test]
#[ignore = "is the server that the measurement starts"]
fn bare_server() {
    let Some(_) = env::var_os("WEBHOOK_BARE_SERVER") else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        eprintln!("listening address={}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(5));
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service_fn(answer)));
        }
    });
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    _ = request.into_body().collect().await;
    Ok(Response::new(Full::new("applied".into())))
}

fn measure_program(folder: &Path, program: &Path, connections: usize) -> Rate {
    let receiver = command(folder);
    let mut command = Command::new(program);
    command.args(["--exact", "throughput::bare_server", "--ignored", "--nocapture"]);
    for (name, value) in receiver.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
        .env("WEBHOOK_BARE_SERVER", "1")
        .stdout(File::create(folder.join("stdout")).unwrap())
        .stderr(File::create(folder.join("log")).unwrap());
    let (process, address) = wait_for_start(folder, command.spawn().unwrap());
    let process = Kill(process);
    let requests: Arc<Vec<_>> = Arc::new((0..DELIVERIES).map(|n| bytes(&delivery(n))).collect());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rate = runtime.block_on(send(address, connections, requests));
    drop(process);
    fs::remove_dir_all(folder).unwrap();
    rate
}

struct Kill(Child);

impl Drop for Kill {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

async fn send(address: SocketAddr, connections: usize, requests: Arc<Vec<Vec<u8>>>) -> Rate {
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let senders: Vec<_> = (0..connections)
        .map(|_| {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut times = Vec::new();
                while begin.elapsed() < TIME {
                    let request =
                        requests.get(next.fetch_add(1, Relaxed)).expect("too few requests");
                    let sent = Instant::now();
                    stream.write_all(request).await.unwrap();
                    read_answer(&mut stream).await;
                    times.push(sent.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for sender in senders {
        times.extend(sender.await.unwrap());
    }
    rate(times.len(), begin.elapsed(), times)
}

async fn read_answer(stream: &mut TcpStream) {
    let mut answer = Vec::with_capacity(512);
    loop {
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "closed without an answer");
        let text = std::str::from_utf8(&answer).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            assert!(head.starts_with("HTTP/1.1 200 "), "{text}");
            let length = head.split_once("content-length: ").unwrap().1;
            let length = length.split("\r\n").next().unwrap().parse::<usize>().unwrap();
            if body.len() == length {
                return;
            }
        }
    }
}

/// The rows of the receiver, written by the same statements in groups of this size.
fn measure_sqlite(group: usize) -> Rate {
    let folder = folder("throughput-sqlite");
    let mut database = Database::open(folder.join("database")).unwrap();
    database.pragma_update(None, "journal_mode", "WAL").unwrap();
    database.pragma_update(None, "synchronous", "FULL").unwrap();
    database.execute_batch(include_str!("../../schema.sql")).unwrap();
    let requests: Vec<_> = (0..DELIVERIES).map(delivery).collect();
    let (mut times, mut n) = (Vec::new(), 0);
    let begin = Instant::now();
    while begin.elapsed() < TIME {
        let started = Instant::now();
        let transaction = database.transaction().unwrap();
        for request in &requests[n..n + group] {
            write(&transaction, n, request);
            n += 1;
        }
        transaction.commit().unwrap();
        times.push(started.elapsed());
    }
    rate(n, begin.elapsed(), times)
}

fn write(database: &Database, n: usize, request: &sender::Request) {
    let row_id = i64::try_from(n + 1).unwrap();
    let digest: [u8; 32] = Sha256::digest(&request.body).into();
    let identity: [u8; 32] = Sha256::digest(digest).into();
    let insert = "
        INSERT INTO delivery (received, headers, body, digest, event, verdict)
        VALUES (?, ?, ?, ?, ?, 'applied')";
    let row = params![
        1_800_000_000_000_000i64,
        format!("{{{:?}:{:?}}}", request.timestamp, request.signature),
        request.body,
        digest,
        identity
    ];
    database.prepare_cached(insert).unwrap().execute(row).unwrap();
    let code = code(n).as_str();
    let replace = "REPLACE INTO verification VALUES (?, ?, ?, 1800000000000000, 0)";
    let row = params![id(n), code, code];
    database.prepare_cached(replace).unwrap().execute(row).unwrap();
    let insert = "
        INSERT INTO outbox (event, verification_id, status_code, task, time)
        VALUES (?, ?, ?, 'message_user', 1800000000000000) ON CONFLICT DO NOTHING";
    let row = params![row_id, id(n), code];
    database.prepare_cached(insert).unwrap().execute(row).unwrap();
}

fn rate(count: usize, elapsed: Duration, mut times: Vec<Duration>) -> Rate {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    #[expect(clippy::cast_precision_loss, reason = "a count of seconds' work is small")]
    let a_second = count as f64 / elapsed.as_secs_f64();
    Rate { a_second, p50: at(50), p99: at(99) }
}

/// Six events a verification, each a minute after the one before.
fn delivery(n: usize) -> sender::Request {
    event(&id(n), &format!("2026-11-22T12:{:02}:00Z", n % 6), code(n))
}

fn id(n: usize) -> String {
    format!("v{:06}", n / 6)
}

fn code(n: usize) -> StatusCode {
    StatusCode::ALL[n % StatusCode::ALL.len()]
}
