//! Takes what the provider would send; sends it over a connection of HTTP/1.1 and gives the answer.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(crate) const SECRET: &str = "a secret of this test";

#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) timestamp: Option<String>,
    pub(crate) signature: Option<String>,
    /// Further headers, a line each.
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Signed now.
    pub(crate) fn new(body: impl Into<Vec<u8>>) -> Self {
        Self::at(&now().as_millis().to_string(), body)
    }

    pub(crate) fn at(timestamp: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::signed(SECRET, timestamp, body)
    }

    pub(crate) fn signed(secret: &str, timestamp: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(timestamp.as_bytes());
        mac.update(&body);
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        let (timestamp, signature) = (Some(timestamp.into()), Some(signature));
        Self { timestamp, signature, headers: String::new(), body }
    }
}

pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

pub(crate) struct Connection(BufReader<TcpStream>);

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) text: String,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self(BufReader::new(stream)))
    }

    pub(crate) fn send(&mut self, request: &Request) -> io::Result<Answer> {
        self.send_only(request)?;
        self.answer()
    }

    pub(crate) fn send_only(&mut self, request: &Request) -> io::Result<()> {
        self.send_bytes(&bytes(request))
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send_bytes(format!("GET {path} HTTP/1.1\r\nhost: loopback\r\n\r\n").as_bytes())?;
        self.answer()
    }

    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        let status = self.line()?.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut length = 0;
        let mut retry_after = None;
        loop {
            let line = self.line()?;
            match line.split_once(": ") {
                Some(("content-length", value)) => {
                    length = value.parse().map_err(io::Error::other)?;
                }
                Some(("retry-after", value)) => retry_after = Some(value.into()),
                Some(_) => {}
                None => break,
            }
        }
        let mut text = vec![0; length];
        self.0.read_exact(&mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        Ok(Answer { status: status.ok_or(io::ErrorKind::InvalidData)?, retry_after, text })
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.0.read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().into()),
        }
    }
}

/// The request as it goes over the wire.
pub(crate) fn bytes(request: &Request) -> Vec<u8> {
    let mut bytes = b"POST /webhook HTTP/1.1\r\nhost: loopback\r\n".to_vec();
    let length = Some(request.body.len().to_string());
    for (name, value) in [
        ("content-length", &length),
        ("x-webhook-timestamp", &request.timestamp),
        ("x-webhook-signature", &request.signature),
    ] {
        if let Some(value) = value {
            bytes.extend(format!("{name}: {value}\r\n").bytes());
        }
    }
    bytes.extend(request.headers.bytes());
    bytes.extend(b"\r\n");
    bytes.extend(&request.body);
    bytes
}
