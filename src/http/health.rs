//! Health checks: whether the process is alive, and whether it can write.

use super::Server;
use super::rest::{Failure, json_response};
use crate::domain::{Code, Error, Problem};
use crate::store::Access;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long the writer may take to begin a transaction.
const LONGEST: Duration = Duration::from_secs(5);

/// Returns `ok`: the process is alive as long as it responds.
pub async fn live() -> Response {
    json_response(StatusCode::OK, &json!({ "status": "ok" }))
}

/// Returns `ok` if the writer can begin a transaction within 5 seconds.
pub async fn ready(server: Arc<Server>) -> Result<Response, Failure> {
    let (sender, receiver) = oneshot::channel();
    server.workers.write(
        "",
        |app| app.begin(Access::Write).map(drop).map_err(Error::from),
        |result| {
            let _ = sender.send(result);
        },
    )?;
    match timeout(LONGEST, receiver).await {
        Ok(Ok(Ok(()))) => Ok(json_response(StatusCode::OK, &json!({ "status": "ok" }))),
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(lost)) => Err(Failure::Fault(lost.to_string())),
        Err(_) => Err(Failure::RetryLater(Problem::new(Code::Busy, "the writer could not begin within 5 seconds"), 5)),
    }
}
