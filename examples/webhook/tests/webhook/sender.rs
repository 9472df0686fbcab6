//! Makes what the provider would send; sends it over HTTP/1.1 and gives the answer.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use vkyc_status::{Outcome, StatusCode};

pub(crate) const SECRET: &str = "a secret of this test";
pub(crate) const TIMESTAMP: &str = "x-webhook-timestamp";
pub(crate) const SIGNATURE: &str = "x-webhook-signature";

/// The code that a word stands for: one with that outcome, or one that does not end the verification
/// and asks for just that action; with a number, the second or a later one of them in the table. So
/// the tests outlast a change of the provider's page.
pub(crate) fn code(word: &str) -> StatusCode {
    let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let (kind, number) = word.split_at(digits);
    let number: usize = number.parse().unwrap_or(1);
    let meant = |code: &StatusCode| match (code.outcome(), code.actions()) {
        (Outcome::Pending | Outcome::Interrupted, [action]) => action.as_str() == kind,
        (Outcome::Interrupted, _) => kind == "choice",
        (outcome, _) => outcome.as_str() == kind,
    };
    StatusCode::ALL.iter().copied().filter(meant).nth(number - 1).expect(word)
}

/// An event of 2026-11-22, with a word for its code; or of another day, or with `STATUS/CODE`.
pub(crate) fn event(id: &str, time: &str, what: &str) -> Request {
    let day = if time.contains('T') { "" } else { "2026-11-22T" };
    let (status, code) = what.split_once('/').unwrap_or_else(|| {
        let code = code(what);
        (code.phase().as_str(), code.as_str())
    });
    // With fields that the receiver does not know.
    Request::new(format!(
        r#"{{"event_type":"VKYC_X","event_time":"{day}{time}","data":{{"verification_id":"{id}",
            "status":"{status}","sub_status":"{code}","user_id":"u7",
            "agents":[{{"no\"te":"a: \\","stars":-1.5}},null,true]}}}}"#
    ))
}

#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Signed now.
    pub(crate) fn new(body: impl Into<Vec<u8>>) -> Self {
        Self::signed(SECRET, &milliseconds(0), body)
    }

    pub(crate) fn signed(secret: &str, timestamp: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(timestamp.as_bytes());
        mac.update(&body);
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        Self { headers: vec![(TIMESTAMP, timestamp.into()), (SIGNATURE, signature)], body }
    }

    /// The same event in another body, which is signed.
    pub(crate) fn edit(&self, from: &str, to: &str) -> Self {
        let body = String::from_utf8(self.body.clone()).unwrap();
        assert!(body.contains(from), "{from} in {body}");
        Self::new(body.replace(from, to))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        &self.headers.iter().find(|header| header.0 == name).expect(name).1
    }

    /// With one header more, also of a name that it has.
    pub(crate) fn and(&self, name: &'static str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.push((name, value.into()));
        changed
    }

    pub(crate) fn without(&self, name: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.retain(|header| header.0 != name);
        changed
    }

    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// As it goes over the wire.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let length = self.body.len();
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let head = format!("POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n");
        [head.as_bytes(), headers.collect::<String>().as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// The timestamp of a request that is sent so many minutes from now.
pub(crate) fn milliseconds(minutes: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    (i64::try_from(now).unwrap() + minutes * 60_000).to_string()
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn said(&self) -> (u16, &str) {
        (self.status, &self.text)
    }
}

pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self(BufReader::new(stream)))
    }

    pub(crate) fn send(&mut self, request: &Request) -> io::Result<Answer> {
        self.send_bytes(&request.bytes())?;
        self.answer()
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send_bytes(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes())?;
        self.answer()
    }

    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let number = |before| {
            let line = head.lines().find_map(|line| line.strip_prefix(before))?;
            line.split(' ').next()?.parse().ok()
        };
        let mut text = vec![0; number("content-length: ").unwrap_or(0).into()];
        self.0.read_exact(&mut text)?;
        Ok(Answer {
            status: number("HTTP/1.1 ").ok_or(io::ErrorKind::InvalidData)?,
            text: String::from_utf8(text).map_err(io::Error::other)?,
            head,
        })
    }
}
