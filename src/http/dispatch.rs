//! Hands work to the workers and waits for what comes of it, for every door that speaks HTTP.

use super::Server;
use super::rest::Failure;
use crate::app::App;
use crate::domain::Error;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Does something by a thread that reads, and waits for what comes of it. It may be done more than once; see
/// [`Workers::write`](crate::workers::Workers::write).
pub async fn on_reader<T: Send + 'static>(
    server: &Arc<Server>,
    lane: &str,
    does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let (tell, told) = oneshot::channel();
    server.workers.read(lane, does, |answer| {
        let _ = tell.send(answer);
    })?;
    hear(told).await
}

/// Does something by a thread that writes, and waits for what comes of it. It may be done more than once, too.
pub async fn on_writer<T: Send + 'static>(
    server: &Arc<Server>,
    lane: &str,
    does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let (tell, told) = oneshot::channel();
    server.workers.write(lane, does, |answer| {
        let _ = tell.send(answer);
    })?;
    hear(told).await
}

async fn hear<T>(told: oneshot::Receiver<Result<T, Error>>) -> Result<T, Failure> {
    match told.await {
        Ok(answer) => Ok(answer?),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}
