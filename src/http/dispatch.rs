//! Hands work to the workers and waits for its result, for REST and for pages. It knows neither; it begins no transaction.

use super::Server;
use super::rest::Failure;
use crate::app::App;
use crate::domain::Error;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Runs work on a reader and waits for its result. The work may be run more than once; see
/// [`Workers::write`](crate::workers::Workers::write).
///
/// # Errors
/// Returns the failure of the work; asks for a retry if the queue is full.
pub async fn on_reader<T: Send + 'static>(
    server: &Arc<Server>,
    lane: &str,
    work: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let (sender, receiver) = oneshot::channel();
    server.workers.read(lane, work, |result| {
        let _ = sender.send(result);
    })?;
    receive(receiver).await
}

/// Runs work on a writer and waits for its result. The work may be run more than once, too.
///
/// # Errors
/// As [`on_reader`].
pub async fn on_writer<T: Send + 'static>(
    server: &Arc<Server>,
    lane: &str,
    work: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let (sender, receiver) = oneshot::channel();
    server.workers.write(lane, work, |result| {
        let _ = sender.send(result);
    })?;
    receive(receiver).await
}

async fn receive<T>(receiver: oneshot::Receiver<Result<T, Error>>) -> Result<T, Failure> {
    match receiver.await {
        Ok(result) => Ok(result?),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}
