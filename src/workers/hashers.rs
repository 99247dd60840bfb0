//! Threads that hash passwords: argon2id with the parameters that OWASP recommends (SPEC R4.2, SECURITY 2.10).
//!
//! By design, a hash occupies a core for some milliseconds and needs much memory. These threads limit the number of
//! concurrent hashes. Each thread keeps its memory, the queue for them is bounded, and no other work waits for them.

use super::queue::{Busy, Queue};
use crate::domain::{Fault, MOST_BYTES, prepared};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

/// The argon2 memory in KiB. 19 MiB, two passes, one lane: the first choice of OWASP's page on password storage (2023).
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The length of a hash in bytes.
const HASH_BYTES: usize = 32;

/// The salt that is used if there is no hash to compare with.
const DUMMY_SALT: [u8; 16] = *b"nobody has this.";

/// The threads that hash.
pub struct Hashers {
    queue: Arc<Queue<Work>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// A unit of work. Its argument is the memory of the thread that does it.
type Work = Box<dyn FnOnce(&mut Memory) + Send>;

/// Lowers the priority of the thread: a request takes less time than a hash, and the delay of a login is not noticeable.
/// If the system refuses this, or does not support it for a single thread, the priority is unchanged.
fn stand_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// The nice value of the threads: about a tenth of the share of other threads when all cores are busy.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// The memory of a thread. It is kept between hashes, so that the system does not have to allocate and clear it each time.
#[derive(Default)]
struct Memory(Vec<Block>);

impl Hashers {
    /// Starts the threads, with at most `queue` units of work in the queue.
    ///
    /// # Errors
    /// Returns a fault if a thread cannot be started.
    pub fn start(threads: usize, queue: usize) -> Result<Hashers, Fault> {
        // All work is in one lane, which may use half of a queue.
        let hashers = Hashers { queue: Arc::new(Queue::new(queue.saturating_mul(2))), threads: Mutex::default() };
        for number in 1..=threads {
            let queue = Arc::clone(&hashers.queue);
            let body = move || {
                stand_back();
                let mut memory = Memory::default();
                while let Some((lane, work)) = queue.take() {
                    // If the work panics, its caller gets an error because the channel closes. The thread continues.
                    let _ = catch_unwind(AssertUnwindSafe(|| work(&mut memory)));
                    queue.took(&lane, Duration::ZERO);
                }
            };
            let thread = std::thread::Builder::new().name(format!("enlist-hasher-{number}")).spawn(body);
            let thread = thread.map_err(|error| Fault::new("cannot start a thread", error))?;
            hashers.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        }
        Ok(hashers)
    }

    /// Hashes a password in its NFC form with an unused salt, and calls `answer` with a PHC string.
    ///
    /// # Errors
    /// Returns the reason if the work is not accepted; then `answer` is not called.
    pub fn hash(
        &self,
        password: String,
        salt: [u8; 16],
        answer: impl FnOnce(Result<String, Fault>) + Send + 'static,
    ) -> Result<(), Busy> {
        self.put(move |memory| answer(hash(&password, &salt, memory)))
    }

    /// Checks a password against a hash, and calls `answer` with the result. Without a hash the result is `false`, after the
    /// same amount of work.
    ///
    /// # Errors
    /// As for [`Hashers::hash`].
    pub fn verify(
        &self,
        password: String,
        hash: Option<String>,
        answer: impl FnOnce(bool) + Send + 'static,
    ) -> Result<(), Busy> {
        self.put(move |memory| answer(verify(&password, hash.as_deref(), memory)))
    }

    /// Checks whether a password matches any of these hashes, and calls `answer` with the result.
    ///
    /// # Errors
    /// As for [`Hashers::hash`].
    pub fn is_one_of(
        &self,
        password: String,
        hashes: Vec<String>,
        answer: impl FnOnce(bool) + Send + 'static,
    ) -> Result<(), Busy> {
        self.put(move |memory| answer(hashes.iter().any(|hash| verify(&password, Some(hash), memory))))
    }

    /// Hashes a password and waits for the result.
    ///
    /// # Errors
    /// Returns a fault if the work is not accepted.
    pub fn hash_and_wait(&self, password: &str, salt: [u8; 16]) -> Result<String, Fault> {
        let (tell, told) = mpsc::sync_channel(1);
        let answer = move |hash| drop(tell.send(hash));
        self.hash(password.to_owned(), salt, answer)
            .map_err(|busy| Fault::new("queueing a password", busy.as_str()))?;
        told.recv().unwrap_or_else(|lost| Err(Fault::new("hashing a password", lost)))
    }

    /// Checks a password against a hash and waits for the result.
    ///
    /// # Errors
    /// Returns a fault if the work is not accepted.
    pub fn verify_and_wait(&self, password: &str, hash: Option<String>) -> Result<bool, Fault> {
        let (tell, told) = mpsc::sync_channel(1);
        let answer = move |is_right| {
            let _ = tell.send(is_right);
        };
        self.verify(password.to_owned(), hash, answer)
            .map_err(|busy| Fault::new("queueing a password", busy.as_str()))?;
        told.recv().map_err(|lost| Fault::new("checking a password", lost))
    }

    /// Returns the number of queued units of work.
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// Accepts no more work, finishes the accepted work, and ends the threads.
    pub fn stop(&self) {
        self.queue.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // Panics of the work are caught, so the thread itself does not panic.
            let _ = thread.join();
        }
    }

    fn put(&self, work: impl FnOnce(&mut Memory) + Send + 'static) -> Result<(), Busy> {
        self.queue.put("passwords", Box::new(work))
    }
}

impl Drop for Hashers {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Returns whether a hash was made with outdated parameters, so that the next login must make a new one.
pub fn needs_rehash(hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return true;
    };
    let is_of_today = |today: Params| {
        hash.algorithm == ARGON2ID_IDENT
            && hash.version == Some(u32::from(Version::V0x13))
            && hash.hash.is_some_and(|output| output.len() == HASH_BYTES)
            && Params::try_from(&hash).is_ok_and(|params| {
                (params.m_cost(), params.t_cost(), params.p_cost()) == (today.m_cost(), today.t_cost(), today.p_cost())
            })
    };
    !params().is_ok_and(is_of_today)
}

fn params() -> Result<Params, Fault> {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES))
        .map_err(|error| Fault::new("the parameters of argon2", error))
}

fn hash(password: &str, salt: &[u8; 16], memory: &mut Memory) -> Result<String, Fault> {
    let failed = |error| Fault::new("hashing a password", error);
    let output =
        memory.output(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?), password, salt, HASH_BYTES)?;
    let phc = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(u32::from(Version::V0x13)),
        params: ParamsString::try_from(params()?).map_err(|error| Fault::new("the parameters of argon2", error))?,
        salt: Some(Salt::new(salt).map_err(failed)?),
        hash: Some(output),
    };
    Ok(phc.to_string())
}

/// Checks a password against a hash. An unreadable hash matches no password, but takes as much time as any other.
fn verify(password: &str, hash: Option<&str>, memory: &mut Memory) -> bool {
    // No account has such a long password, and the threads must not spend time on normalising megabytes.
    let (password, hash) = if password.len() > MOST_BYTES { ("", None) } else { (password, hash) };
    let read = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let known = read.as_ref().and_then(|hash| Some((argon2_of(hash)?, hash.salt?, hash.hash?)));
    match known {
        Some((argon2, salt, expected)) => {
            // Outputs are compared in constant time.
            memory.output(&argon2, password, &salt, expected.len()).is_ok_and(|found| found == expected)
        }
        None => {
            if let Ok(params) = params() {
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let _ = memory.output(&argon2, password, &DUMMY_SALT, HASH_BYTES);
            }
            false
        }
    }
}

/// Returns the argon2 function that a hash was made with.
fn argon2_of(hash: &PasswordHash) -> Option<Argon2<'static>> {
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version?).ok()?;
    Some(Argon2::new(algorithm, version, Params::try_from(hash).ok()?))
}

impl Memory {
    fn output(&mut self, argon2: &Argon2, password: &str, salt: &[u8], length: usize) -> Result<Output, Fault> {
        let password = prepared(password);
        let failed = |error| Fault::new("hashing a password", error);
        let blocks = argon2.params().block_count();
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::default());
        }
        let mut output = vec![0; length];
        argon2
            .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut self.0[..blocks])
            .map_err(failed)?;
        Output::new(&output).map_err(|error| Fault::new("hashing a password", error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn those_who_hash_let_others_go_first_and_nobody_else_does() {
        let nice = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            // The name, in brackets, may hold spaces; of the fields behind it, this is the seventeenth.
            let behind = stat.rsplit_once(") ").unwrap().1.to_owned();
            behind.split(' ').nth(16).unwrap().parse::<i32>().unwrap()
        };
        let before = nice();
        let hashers = Hashers::start(1, 1).unwrap();
        let (tell, told) = mpsc::sync_channel(1);
        hashers.put(move |_| tell.send(nice()).unwrap()).unwrap();
        assert_eq!(told.recv().unwrap(), NICE.max(before));
        assert_eq!(nice(), before);
    }

    #[test]
    fn a_password_is_known_by_its_hash() {
        let hashers = Hashers::start(2, 100).unwrap();
        let hash = hashers.hash_and_wait("mauve heron", [7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!needs_rehash(&hash));
        assert!(hashers.verify_and_wait("mauve heron", Some(hash.clone())).unwrap());
        for wrong in ["mauve herons", "Mauve heron", "mauve heron ", ""] {
            assert!(!hashers.verify_and_wait(wrong, Some(hash.clone())).unwrap(), "{wrong:?}");
        }
        assert!(!hashers.verify_and_wait("mauve heron", None).unwrap());
        assert!(!hashers.verify_and_wait("mauve heron", Some("damaged".to_owned())).unwrap());
        let others = [hashers.hash_and_wait("another", [8; 16]).unwrap(), hash];
        let (tell, told) = mpsc::channel();
        hashers.is_one_of("mauve heron".to_owned(), others.to_vec(), move |is| tell.send(is).unwrap()).unwrap();
        assert!(told.recv().unwrap());
    }

    #[test]
    fn it_does_not_matter_how_a_keyboard_composes_letters() {
        let hashers = Hashers::start(1, 100).unwrap();
        let hash = hashers.hash_and_wait("A\u{30a}ngstro\u{308}m", [7; 16]).unwrap();
        assert!(hashers.verify_and_wait("Ångström", Some(hash)).unwrap());
    }

    #[test]
    fn a_hash_of_other_parameters_is_understood_and_made_anew() {
        let hashers = Hashers::start(1, 100).unwrap();
        // From the reference implementation's own page: `echo -n password | argon2 somesalt -t 2 -m 16 -p 4 -l 24`.
        let old = "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG";
        assert!(hashers.verify_and_wait("password", Some(old.to_owned())).unwrap());
        assert!(!hashers.verify_and_wait("passwords", Some(old.to_owned())).unwrap());
        assert!(needs_rehash(old) && needs_rehash("damaged"));
    }

    #[test]
    fn no_more_waits_than_may() {
        let hashers = Hashers::start(1, 2).unwrap();
        let (begin, begun) = mpsc::channel();
        let (go_on, told) = mpsc::channel::<()>();
        hashers
            .put(move |_| {
                begin.send(()).unwrap();
                told.recv().unwrap();
            })
            .unwrap();
        begun.recv().unwrap();
        for _ in 0..2 {
            hashers.put(|_| {}).unwrap();
        }
        assert_eq!(hashers.put(|_| {}), Err(Busy::Full));
        go_on.send(()).unwrap();
        hashers.stop();
        assert_eq!(hashers.put(|_| {}), Err(Busy::Stopping));
    }

    #[test]
    fn work_that_breaks_off_ends_no_thread() {
        let hashers = Hashers::start(1, 10).unwrap();
        hashers.put(|_| panic!("on purpose")).unwrap();
        assert!(hashers.hash_and_wait("mauve heron", [7; 16]).is_ok());
    }
}
