//! Accepts connections, limits their number, and closes slow and idle ones. The router handles the requests.
//!
//! - The number of connections is limited in all. Further connections wait in the queue of the system until one ends.
//! - The number of connections of one network address is limited. Further ones get `429` and are closed.
//! - The headers of a request must arrive within 30 seconds after its first byte; for the first request, after the connection
//!   was accepted.
//! - A connection is closed after 75 seconds without a request, or if its client stops reading a response for that long. Common
//!   proxies close idle connections after 60 seconds, so no request meets a connection that is being closed.
//! - If the process has no file descriptor left, accepting pauses for a moment. Open connections are served meanwhile.

use super::rest::Failure;
use crate::domain::{Code, Problem};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, header};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// How long the headers of a request may take to arrive.
const SLOWEST_HEADERS: Duration = Duration::from_secs(30);

/// How long a connection may be idle between requests, or without progress while a response is sent.
const LONGEST_IDLE: Duration = Duration::from_secs(75);

/// The size of the read buffer, in bytes: the most bytes of a request's headers.
const MOST_OF_HEADERS: usize = 64 << 10;

/// How long accepting pauses when the process has no file descriptor left.
const PAUSE: Duration = Duration::from_millis(50);

/// The shortest interval between two log entries about the same trouble.
const REPEAT: Duration = Duration::from_secs(60);

/// How long it may take to send the response to a refused connection.
const SLOWEST_REFUSAL: Duration = Duration::from_secs(1);

/// File descriptors that are kept for everything else: databases, their logs, mail servers, the key.
const OTHER_FILES: usize = 128;

/// The connections of one listener, and their limits.
pub struct Connections {
    places: Arc<Semaphore>,
    most: u32,
    most_per_address: Option<NonZeroUsize>,
    /// Addresses without a limit of their own: all clients of a proxy share its address.
    proxies: Vec<IpAddr>,
    by_address: Mutex<HashMap<IpAddr, usize>>,
    open: AtomicUsize,
    /// The time of the last log entry about each trouble.
    logged: Mutex<HashMap<Trouble, Instant>>,
}

/// A trouble with connections that the log reports at most once a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Trouble {
    /// All connections are in use.
    Full,
    /// A network address has too many connections.
    AddressFull,
    /// The system cannot accept a connection.
    AcceptFails,
}

/// The place of one connection. Dropping it makes room for another connection.
struct Place {
    connections: Arc<Connections>,
    address: Option<IpAddr>,
    _permit: OwnedSemaphorePermit,
}

impl Connections {
    /// Creates the limits: for all connections, and for each network address except `proxies`; no limit if none.
    pub fn new(most: usize, most_per_address: Option<NonZeroUsize>, proxies: Vec<IpAddr>) -> Connections {
        let most = u32::try_from(most.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Connections {
            places: Arc::new(Semaphore::new(most as usize)),
            most,
            most_per_address,
            proxies,
            by_address: Mutex::default(),
            open: AtomicUsize::new(0),
            logged: Mutex::default(),
        }
    }

    /// Returns how many connections are open.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// Serves connections until `stop` completes. Then it accepts no more, sends the response to every request that has
    /// arrived, and returns when all connections have ended.
    pub async fn serve(self: Arc<Self>, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
        let (stopping, _) = watch::channel(false);
        let mut stop = pin!(stop);
        loop {
            let (stream, peer, permit) = tokio::select! {
                () = &mut stop => break,
                next = self.accept(&listener) => next,
            };
            match self.take_place(peer.ip(), permit) {
                Some(place) => {
                    tokio::spawn(serve_one(stream, peer, router.clone(), place, stopping.subscribe()));
                }
                None => {
                    tokio::spawn(refuse(stream));
                }
            }
        }
        drop(listener);
        let _ = stopping.send(true);
        let _ = self.places.acquire_many(self.most).await;
    }

    /// Waits for a free place, then for a connection.
    async fn accept(&self, listener: &TcpListener) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let permit = match Arc::clone(&self.places).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                if self.is_due(Trouble::Full) {
                    tracing::warn!(connections = self.most, "all connections are in use, others wait");
                }
                match Arc::clone(&self.places).acquire_owned().await {
                    Ok(permit) => permit,
                    // The semaphore is never closed.
                    Err(_) => std::future::pending().await,
                }
            }
        };
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return (stream, peer, permit),
                // The client went away while it waited.
                Err(error) if is_of_client(&error) => {}
                // Out of file descriptors or memory: connections that end give some back.
                Err(error) => {
                    if self.is_due(Trouble::AcceptFails) {
                        tracing::error!(fault = error.to_string(), "connections cannot be accepted for now");
                    }
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// Counts a connection of an address. Returns nothing if the address has reached its limit.
    fn take_place(self: &Arc<Self>, peer: IpAddr, permit: OwnedSemaphorePermit) -> Option<Place> {
        let peer = peer.to_canonical();
        let address = Some(network_of(peer)).filter(|_| !self.proxies.contains(&peer));
        if let (Some(address), Some(most)) = (address, self.most_per_address) {
            let mut by_address = lock(&self.by_address);
            let count = by_address.entry(address).or_default();
            if *count >= most.get() {
                drop(by_address);
                if self.is_due(Trouble::AddressFull) {
                    tracing::warn!(most, "a network address has too many connections; more are refused");
                }
                return None;
            }
            *count += 1;
        }
        self.open.fetch_add(1, Ordering::Relaxed);
        let address = address.filter(|_| self.most_per_address.is_some());
        Some(Place { connections: Arc::clone(self), address, _permit: permit })
    }

    /// Returns whether all connections are in use.
    fn is_full(&self) -> bool {
        self.places.available_permits() == 0
    }

    /// Returns whether the log has not reported a trouble for a minute, and notes that it does now.
    fn is_due(&self, trouble: Trouble) -> bool {
        let mut logged = lock(&self.logged);
        let is_due = logged.get(&trouble).is_none_or(|at| at.elapsed() > REPEAT);
        if is_due {
            logged.insert(trouble, Instant::now());
        }
        is_due
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open.fetch_sub(1, Ordering::Relaxed);
        let Some(address) = self.address else { return };
        let mut by_address = lock(&self.connections.by_address);
        if let Some(count) = by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                by_address.remove(&address);
            }
        }
    }
}

/// Returns the network whose connections are counted together: an IPv4 address, or the /64 of an IPv6 address, because one
/// client has a whole /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

/// Returns the number of connections for which the process has file descriptors, up to `wanted`. Raises the soft limit of open
/// files if necessary, up to the hard limit.
pub fn connections_within_limits(wanted: usize) -> usize {
    let needed = (wanted + OTHER_FILES) as u64;
    let limit = getrlimit(Resource::Nofile);
    let soft = limit.current.unwrap_or(u64::MAX);
    if soft >= needed {
        return wanted;
    }
    let raised = needed.min(limit.maximum.unwrap_or(u64::MAX)).max(soft);
    let soft = match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }) {
        Ok(()) => raised,
        Err(_) => soft,
    };
    if soft >= needed {
        return wanted;
    }
    let most = usize::try_from(soft).unwrap_or(usize::MAX).saturating_sub(OTHER_FILES).max(16);
    tracing::warn!(
        limit = soft,
        wanted,
        connections = most,
        "the limit of open files leaves room for fewer connections"
    );
    most.min(wanted)
}

fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Serves the requests of one connection until it ends, exceeds a time limit, or the server stops.
async fn serve_one(stream: TcpStream, peer: SocketAddr, router: Router, place: Place, mut stop: watch::Receiver<bool>) {
    let activity = Arc::new(Activity::new());
    let router = TowerToHyperService::new(router);
    let (connections, phases) = (Arc::clone(&place.connections), Arc::clone(&activity));
    let service = service_fn(move |mut request: Request<Incoming>| {
        phases.enter(Phase::Request);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = router.call(request);
        let (connections, phases) = (Arc::clone(&connections), Arc::clone(&phases));
        async move {
            let mut response = response.await?;
            phases.enter(Phase::Idle);
            // Other clients wait, so the connection ends after this response.
            if connections.is_full() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let watched = Watched { stream: TokioIo::new(stream), activity: Arc::clone(&activity) };
    let mut connection = pin!(http1::Builder::new().max_buf_size(MOST_OF_HEADERS).serve_connection(watched, service));
    let mut stopped = pin!(stop.wait_for(|is_over| *is_over));
    let mut is_stopping = false;
    let mut timer = pin!(sleep_until(activity.deadline().unwrap_or_else(Instant::now)));
    // The phase changes only while the connection is polled, so it is enough to check the deadline after each poll.
    poll_fn(|task| {
        if !is_stopping && stopped.as_mut().poll(task).is_ready() {
            is_stopping = true;
            connection.as_mut().graceful_shutdown();
        }
        // Errors are of the client alone: it has gone, or has sent something other than HTTP.
        if connection.as_mut().poll(task).is_ready() {
            return Poll::Ready(());
        }
        while let Some(deadline) = activity.deadline() {
            // Resetting a timer with every request is expensive. A deadline that moved back is read when the timer fires.
            if deadline < timer.deadline() {
                timer.as_mut().reset(deadline);
            }
            ready!(timer.as_mut().poll(task));
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            timer.as_mut().reset(deadline);
        }
        Poll::Pending
    })
    .await;
    drop(place);
}

/// Sends the response to a refused connection, if the client reads it within a second, and closes the connection.
async fn refuse(mut stream: TcpStream) {
    let problem = Problem::new(Code::TooMany, "too many connections from this network address");
    let problem = problem.help("close some, or ask the operator to raise `--connections-per-address`");
    let response = Failure::RetryLater(problem, 5).into_response();
    let _ = timeout(SLOWEST_REFUSAL, async {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MOST_OF_HEADERS).await.unwrap_or_default();
        let mut text = head_of(&Response::from_parts(parts, body.len()));
        text.push_str(&String::from_utf8_lossy(&body));
        let _ = stream.write_all(text.as_bytes()).await;
        let _ = stream.shutdown().await;
    })
    .await;
}

/// Returns the head of a response after which the connection is closed. The body of `response` is the length of the body.
fn head_of(response: &Response<usize>) -> String {
    let mut text = format!("HTTP/1.1 {}\r\n", response.status());
    for (name, value) in response.headers() {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
    }
    text.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", response.body()));
    text
}

/// The phase of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The headers of a request are arriving. A new connection is in this phase, too.
    Headers,
    /// A request is being handled. The handler has its own time limits.
    Request,
    /// A response is being sent, or no request has begun.
    Idle,
}

/// The phase of a connection, and the moment of its last progress.
struct Activity(Mutex<(Phase, Instant)>);

impl Activity {
    fn new() -> Activity {
        Activity(Mutex::new((Phase::Headers, Instant::now())))
    }

    fn enter(&self, phase: Phase) {
        *lock(&self.0) = (phase, Instant::now());
    }

    /// Notes that bytes arrived. After a response they begin the next request.
    fn received(&self) {
        let mut state = lock(&self.0);
        if state.0 == Phase::Idle {
            *state = (Phase::Headers, Instant::now());
        }
    }

    /// Notes that bytes were sent, so the client still reads the response.
    fn sent(&self) {
        let mut state = lock(&self.0);
        if state.0 != Phase::Request {
            state.1 = Instant::now();
        }
    }

    /// Returns the time at which the connection is closed without further progress; nothing while a request is being handled.
    fn deadline(&self) -> Option<Instant> {
        match *lock(&self.0) {
            (Phase::Headers, since) => Some(since + SLOWEST_HEADERS),
            (Phase::Request, _) => None,
            (Phase::Idle, since) => Some(since + LONGEST_IDLE),
        }
    }
}

/// A stream that reports received and sent bytes to the activity of its connection.
struct Watched {
    stream: TokioIo<TcpStream>,
    activity: Arc<Activity>,
}

impl Watched {
    fn stream(&mut self) -> Pin<&mut TokioIo<TcpStream>> {
        Pin::new(&mut self.stream)
    }

    fn note_sent(&self, sent: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(1..)) = sent {
            self.activity.sent();
        }
        sent
    }
}

impl Read for Watched {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let read = self.stream().poll_read(task, buffer);
        if let Poll::Ready(Ok(())) = read {
            self.activity.received();
        }
        read
    }
}

impl Write for Watched {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = self.stream().poll_write(task, bytes);
        self.note_sent(sent)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(task)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = self.stream().poll_write_vectored(task, bytes);
        self.note_sent(sent)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_has_30_seconds_for_headers_and_75_between_requests() {
        let activity = Activity::new();
        let left = || activity.deadline().map(|at| at.duration_since(Instant::now()).as_secs_f64().round() as u64);
        assert_eq!(left(), Some(30), "first request");
        activity.enter(Phase::Request);
        activity.received();
        activity.sent();
        assert_eq!(left(), None, "a request that is handled");
        activity.enter(Phase::Idle);
        assert_eq!(left(), Some(75), "nothing happens");
        activity.received();
        assert_eq!(left(), Some(30), "the next request has begun");
        let first = activity.deadline();
        activity.received();
        assert_eq!(activity.deadline(), first, "more bytes of the headers give no more time");
    }

    #[test]
    fn a_network_is_an_ipv4_address_or_an_ipv6_prefix_of_64_bits() {
        let network = |text: &str| network_of(text.parse().unwrap()).to_string();
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }

    #[test]
    fn connections_of_an_address_are_limited_and_those_of_a_proxy_are_not() {
        let [one, other, proxy] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|text| text.parse::<IpAddr>().unwrap());
        let connections = Arc::new(Connections::new(10, NonZeroUsize::new(2), vec![proxy]));
        let take = |peer| connections.take_place(peer, Arc::clone(&connections.places).try_acquire_owned().unwrap());
        let mut taken: Vec<Place> = [one, one, other, proxy, proxy, proxy].into_iter().filter_map(take).collect();
        assert_eq!((taken.len(), connections.open()), (6, 6));
        assert!(take(one).is_none());
        taken.remove(0);
        assert!(take(one).is_some());
        drop(taken);
        assert_eq!((connections.open(), lock(&connections.by_address).len()), (0, 0));
    }
}
