//! Connections of a server: how many there are, how slowly a client may send, and what happens when file descriptors run out.

use super::server::Server;
use super::world::ACME;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

const PING: &[u8] = b"GET /health/live HTTP/1.1\r\nhost: here\r\n\r\n";

#[test]
fn headers_that_take_longer_than_30_seconds_end_the_connection() {
    let server = Server::with(&[ACME]);
    let began = Instant::now();
    let mut silent = server.connect();
    let mut dripping = server.connect();
    dripping.write_all(b"GET /health/live HTTP/1.1\r\n").unwrap();
    // One request has been served, and the next one never ends.
    let mut second = server.connect();
    assert!(ping(&mut second).starts_with("HTTP/1.1 200"));
    second.write_all(b"GET /hea").unwrap();
    while began.elapsed() < Duration::from_secs(40) {
        std::thread::sleep(Duration::from_millis(500));
        let _ = second.write_all(b"x");
        if dripping.write_all(b"a: b\r\n").is_err() {
            break;
        }
    }
    let took = began.elapsed();
    assert!(Duration::from_secs(29) < took && took < Duration::from_secs(36), "{took:?}");
    for stream in [&mut silent, &mut dripping, &mut second] {
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        assert!(is_closed(stream));
    }
    assert!(ping(&mut server.connect()).starts_with("HTTP/1.1 200"));
}

#[test]
fn a_network_address_has_as_many_connections_as_it_may_have() {
    let server = Server::with_flags(&[ACME], &["--connections-per-address", "3"]);
    let mut kept: Vec<TcpStream> = (0..3).map(|_| server.connect()).collect();
    kept.iter_mut().for_each(|stream| assert!(ping(stream).starts_with("HTTP/1.1 200")));
    let refused = server.send(PING);
    assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 429"), "{refused}");
    if !refused.is_empty() {
        assert!(refused.contains("retry-after: 5\r\n") && refused.contains("too many connections"), "{refused}");
    }
    // Those that are open go on, and one that ends makes room.
    assert!(ping(&mut kept[0]).starts_with("HTTP/1.1 200"));
    kept.pop();
    eventually(|| ping(&mut server.connect()).starts_with("HTTP/1.1 200"));
    assert!(server.log().contains("a network address has too many connections"), "{}", server.log());
}

#[test]
fn a_proxy_has_as_many_connections_as_it_needs() {
    let server = Server::with_flags(&[ACME], &["--connections-per-address", "3", "--proxy", "127.0.0.1"]);
    let mut kept: Vec<TcpStream> = (0..10).map(|_| server.connect()).collect();
    kept.iter_mut().for_each(|stream| assert!(ping(stream).starts_with("HTTP/1.1 200")));
}

#[test]
fn connections_beyond_the_most_wait_and_are_served_in_turn() {
    let server = Server::with_flags(&[ACME], &["--connections", "4", "--connections-per-address", "0"]);
    let silent: Vec<TcpStream> = (0..4).map(|_| server.connect()).collect();
    std::thread::sleep(Duration::from_millis(200));
    let mut waiting = server.connect();
    waiting.write_all(PING).unwrap();
    waiting.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    assert!(waiting.read(&mut [0; 1]).is_err(), "there is no place for it");
    drop(silent);
    waiting.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert!(read_response(&mut waiting).starts_with("HTTP/1.1 200"));
    // While all places are taken, a response ends its connection, so that everybody has a turn.
    let (mut one, _silent) = (server.connect(), [server.connect(), server.connect(), server.connect()]);
    eventually(|| {
        let response = ping(&mut one);
        let is_closing = response.contains("connection: close");
        assert!(response.starts_with("HTTP/1.1 200"), "{response}");
        is_closing
    });
    assert!(is_closed(&mut one));
    assert!(server.log().contains("all connections are in use"), "{}", server.log());
}

#[test]
fn a_server_without_file_descriptors_goes_on_serving() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    client.get("/users").ok();
    let mut open = server.connect();
    assert!(ping(&mut open).starts_with("HTTP/1.1 200"));
    let used = std::fs::read_dir(format!("/proc/{}/fd", server.pid())).unwrap().count();
    let limit = format!("--nofile={}:{}", used + 3, used + 3);
    let limited = Command::new("prlimit").args(["--pid", &server.pid().to_string(), &limit]).status().unwrap();
    assert!(limited.success());
    let many: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    eventually(|| server.log().contains("connections cannot be accepted for now"));
    for _ in 0..5 {
        assert!(ping(&mut open).starts_with("HTTP/1.1 200"));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.log().matches("connections cannot be accepted for now").count(), 1, "{}", server.log());
    drop(many);
    eventually(|| ping(&mut server.connect()).starts_with("HTTP/1.1 200"));
    client.get("/users").ok();
}

#[test]
fn a_server_that_stops_closes_idle_connections_and_finishes_requests() {
    let server = Server::with(&[ACME]);
    let token = server.client("acme").token;
    let mut idle = server.connect();
    assert!(ping(&mut idle).starts_with("HTTP/1.1 200"));
    let silent = server.connect();
    let body = "{\"name\": \"drivers\"}";
    let head = format!(
        "POST /api/v1/groups HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let mut busy = server.connect();
    busy.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let finishing = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        busy.write_all(body.as_bytes()).unwrap();
        let response = read_response(&mut busy);
        assert!(response.starts_with("HTTP/1.1 200") && response.contains("connection: close"), "{response}");
    });
    let began = Instant::now();
    assert!(server.stop());
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    finishing.join().unwrap();
    assert!(is_closed(&mut idle));
    drop(silent);
}

/// Sends a request and returns the response; empty if the connection is closed.
fn ping(stream: &mut TcpStream) -> String {
    match stream.write_all(PING) {
        Ok(()) => read_response(stream),
        Err(_) => String::new(),
    }
}

/// Returns the response that is on its way; empty if the connection is closed.
fn read_response(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 8_192];
    let length = stream.read(&mut bytes).unwrap_or_default();
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

fn is_closed(stream: &mut TcpStream) -> bool {
    let mut bytes = [0; 1_024];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

#[track_caller]
fn eventually(mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "it never happens");
        std::thread::sleep(Duration::from_millis(50));
    }
}
