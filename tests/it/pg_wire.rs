//! A wire to a PostgreSQL server that can be cut: at any moment, right before a COMMIT is passed on, or right after, when the
//! server has it and nobody hears what it answers.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Where the next COMMIT breaks off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server never gets it.
    BeforeCommit,
    /// The server gets it, and its answer gets lost.
    AfterCommit,
    /// The server never gets it, and nobody gets through until the wire is mended.
    ForGood,
}

/// A wire; what goes through it is cut with the value.
pub struct Wire {
    port: u16,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    armed: Mutex<Option<Cut>>,
    is_down: AtomicBool,
    ends: Mutex<Vec<(TcpStream, TcpStream)>>,
}

impl Wire {
    /// A wire to the server at a port of loopback.
    pub fn to(server: u16) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Inner::default());
        let kept = Arc::clone(&inner);
        std::thread::spawn(move || {
            for near in listener.incoming() {
                // A server that is down refuses whoever comes.
                if let (Ok(near), Ok(far)) = (near, TcpStream::connect(("127.0.0.1", server)))
                    && !kept.is_down.load(Ordering::SeqCst)
                {
                    kept.pass(near, far);
                }
            }
        });
        Wire { port, inner }
    }

    /// The same database by this wire.
    pub fn address(&self, direct: &Path) -> PathBuf {
        let direct = direct.to_str().unwrap();
        let (before, after) = direct.split_once("@127.0.0.1:").unwrap();
        let (_, database) = after.split_once('/').unwrap();
        PathBuf::from(format!("{before}@127.0.0.1:{}/{database}", self.port))
    }

    /// Cuts every connection now.
    pub fn cut(&self) {
        for (near, far) in self.inner.ends.lock().unwrap().drain(..) {
            both_down(&near, &far);
        }
    }

    /// Lets the next COMMIT break off.
    pub fn arm(&self, cut: Cut) {
        *self.inner.armed.lock().unwrap() = Some(cut);
    }

    /// Whether no COMMIT has come since it was armed.
    pub fn is_armed(&self) -> bool {
        self.inner.armed.lock().unwrap().is_some()
    }

    /// Lets everybody through again.
    pub fn mend(&self) {
        self.inner.is_down.store(false, Ordering::SeqCst);
    }

    /// Lets it be.
    pub fn disarm(&self) {
        *self.inner.armed.lock().unwrap() = None;
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.cut();
    }
}

impl Inner {
    fn pass(self: &Arc<Inner>, near: TcpStream, far: TcpStream) {
        near.set_nodelay(true).unwrap();
        far.set_nodelay(true).unwrap();
        let copy = |stream: &TcpStream| stream.try_clone().unwrap();
        self.ends.lock().unwrap().push((copy(&near), copy(&far)));
        let is_mute = Arc::new(AtomicBool::new(false));
        let (answers, listens, hush) = (copy(&far), copy(&near), Arc::clone(&is_mute));
        std::thread::spawn(move || back(answers, listens, &hush));
        let inner = Arc::clone(self);
        std::thread::spawn(move || inner.forth(near, far, &is_mute));
    }

    /// Passes on what the program says, message by message.
    fn forth(&self, mut near: TcpStream, mut far: TcpStream, is_mute: &AtomicBool) {
        // The first message has no letter before its length.
        let mut head = 0;
        while let Ok(message) = message(&mut near, head) {
            head = 1;
            let is_commit = message.first() == Some(&b'Q') && message[5..].starts_with(b"COMMIT");
            let cut = if is_commit { self.armed.lock().unwrap().take() } else { None };
            self.is_down.fetch_or(cut == Some(Cut::ForGood), Ordering::SeqCst);
            if matches!(cut, Some(Cut::BeforeCommit | Cut::ForGood)) {
                break;
            }
            is_mute.fetch_or(cut.is_some(), Ordering::SeqCst);
            if far.write_all(&message).is_err() || cut.is_some() {
                break;
            }
        }
        both_down(&near, &far);
    }
}

/// Passes on what the server says.
fn back(mut far: TcpStream, mut near: TcpStream, is_mute: &AtomicBool) {
    let mut bytes = [0; 16 << 10];
    while let Ok(count @ 1..) = far.read(&mut bytes) {
        if is_mute.load(Ordering::SeqCst) || near.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    both_down(&near, &far);
}

fn message(stream: &mut TcpStream, head: usize) -> std::io::Result<Vec<u8>> {
    let mut message = vec![0; head + 4];
    stream.read_exact(&mut message)?;
    let length = u32::from_be_bytes(message[head..].try_into().unwrap()) as usize;
    message.resize(head + length.max(4), 0);
    stream.read_exact(&mut message[head + 4..])?;
    Ok(message)
}

fn both_down(near: &TcpStream, far: &TcpStream) {
    let _ = near.shutdown(Shutdown::Both);
    let _ = far.shutdown(Shutdown::Both);
}
