//! Sends letters: one thread claims due letters, several others send them, each with its own connection to the mail server.
//! Neither requests nor the writer ever wait for a mail server. What happens to a letter is in `jobs/outbox.rs`.

use super::Server;
use crate::app::App;
use crate::domain::{Claim, Error, Fault};
use crate::jobs::outbox::{self, LEASE_MINUTES, Outcome};
use crate::jobs::{CONNECTIONS, Mailer};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The pause between two searches while no letter is due.
const PAUSE: Duration = Duration::from_millis(500);

/// The interval between two counts of letters for the metrics.
const COUNT: Duration = Duration::from_secs(5);

/// The interval at which the content of the installation's old letters is deleted.
const EMPTY: Duration = Duration::from_secs(3_600);

/// The longest wait of a claimed letter for a free thread. After that the claim is given back, because its lease must not
/// expire while the letter is sent.
const LONGEST_WAIT: Duration = Duration::from_secs(LEASE_MINUTES as u64 * 60 / 2);

/// The lane of the writer's queue for letters: they take turns with environments.
const LANE: &str = "outbox";

/// The threads that send letters.
pub struct DeliveryThreads {
    is_stopping: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// A claim, and the moment when it was made.
type TimedClaim = (Claim, Instant);

impl DeliveryThreads {
    /// Starts the threads. `open` opens the directory for the thread that claims letters.
    ///
    /// # Errors
    /// Returns a fault if a thread cannot be started.
    pub fn start(
        server: &Arc<Server>,
        mailer: Arc<Mailer>,
        open: impl FnOnce() -> Result<App, Error> + Send + 'static,
    ) -> Result<DeliveryThreads, Error> {
        let mut delivery = DeliveryThreads { is_stopping: Arc::default(), threads: Vec::new() };
        // The channel is short, so that only letters are claimed that are sent soon.
        let (sender, receiver) = sync_channel(CONNECTIONS);
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 1..=CONNECTIONS {
            let (server, mailer, receiver) = (Arc::clone(server), Arc::clone(&mailer), Arc::clone(&receiver));
            let is_stopping = Arc::clone(&delivery.is_stopping);
            delivery.spawn(&format!("enlist-mail-{number}"), move || {
                while let Some(claim) = next_claim(&receiver) {
                    deliver(&server, &mailer, claim, &is_stopping);
                }
            })?;
        }
        let (server, is_stopping) = (Arc::clone(server), Arc::clone(&delivery.is_stopping));
        delivery.spawn("enlist-outbox", move || match open() {
            Ok(app) => claim_letters(&server, &app, &sender, &is_stopping),
            Err(error) => tracing::error!(fault = error.to_string(), "cannot send letters"),
        })?;
        Ok(delivery)
    }

    /// Claims no more letters, waits for those that are being sent, and gives the other claims back.
    pub fn stop(self) {
        self.is_stopping.store(true, Ordering::Relaxed);
        for thread in self.threads {
            let _ = thread.join();
        }
    }

    fn spawn(&mut self, name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body);
        self.threads.push(thread.map_err(|error| Fault::new("cannot start a thread", error))?);
        Ok(())
    }
}

/// Claims due letters until the threads stop. It reads with its own connection; the writer writes for it, together with
/// requests.
fn claim_letters(server: &Arc<Server>, app: &App, sender: &SyncSender<TimedClaim>, is_stopping: &AtomicBool) {
    let (mut emptied, mut counted): (Option<Instant>, Option<Instant>) = (None, None);
    while !is_stopping.load(Ordering::Relaxed) {
        if emptied.is_none_or(|at| at.elapsed() > EMPTY) {
            emptied = Some(Instant::now());
            if let Err(error) = server.workers.write_and_wait(LANE, |app| outbox::empty_old(app)) {
                tracing::error!(fault = error.to_string(), "cannot delete the content of old letters");
            }
        }
        if counted.is_none_or(|at| at.elapsed() > COUNT) {
            counted = Some(Instant::now());
            if let Ok((waiting, dead)) = outbox::counts(app) {
                metrics::gauge!("enlist_letters_waiting").set(waiting as f64);
                metrics::gauge!("enlist_letters_dead").set(dead as f64);
            }
        }
        let claims = match outbox::is_due(app) {
            Ok(true) => server.workers.write_and_wait(LANE, |app| outbox::claim(app, 4 * CONNECTIONS)),
            Ok(false) => Ok(Vec::new()),
            Err(fault) => Err(fault.into()),
        };
        let claims = claims.unwrap_or_else(|error| {
            tracing::error!(fault = error.to_string(), "cannot claim due letters");
            Vec::new()
        });
        if claims.is_empty() {
            std::thread::sleep(PAUSE);
        }
        let since = Instant::now();
        for claim in claims {
            if sender.send((claim, since)).is_err() {
                return;
            }
        }
    }
}

/// Returns the next claimed letter; nothing once no more will come.
fn next_claim(receiver: &Mutex<Receiver<TimedClaim>>) -> Option<TimedClaim> {
    receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Sends one letter and records the outcome.
fn deliver(server: &Server, mailer: &Mailer, (claim, since): TimedClaim, is_stopping: &AtomicBool) {
    let outcome = match is_stopping.load(Ordering::Relaxed) || since.elapsed() > LONGEST_WAIT {
        true => Outcome::Untried,
        false => mailer.deliver(&claim),
    };
    let (id, kind) = (claim.letter.id.to_string(), claim.letter.kind.as_str());
    // A full queue must not lose the outcome: the letter would be sent again.
    for pause in [0, 100, 1_000, 5_000] {
        std::thread::sleep(Duration::from_millis(pause));
        let (recorded, result) = (claim.clone(), outcome.clone());
        match server.workers.write_and_wait(LANE, move |app| outbox::note(app, &recorded, &result)) {
            Ok("untried") => return,
            Ok(status) => {
                metrics::counter!("enlist_letters_total", "outcome" => status).increment(1);
                // The response of the mail server is in the outbox alone, because it may contain a name or an address.
                match status {
                    "dead" => tracing::warn!(letter = id, kind, "a letter is dead"),
                    _ => tracing::info!(letter = id, kind, outcome = status, "attempted to send a letter"),
                }
                return;
            }
            Err(error) => {
                tracing::error!(fault = error.to_string(), letter = id, "cannot record the outcome of a letter")
            }
        }
    }
}
