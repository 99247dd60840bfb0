//! Whether the program lives, and whether it can work.

use super::Server;
use super::rest::{Failure, json_answer};
use crate::domain::{Code, Error, Problem};
use crate::store::Access;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long the writer may need to begin.
const LONGEST: Duration = Duration::from_secs(5);

/// It lives as long as it answers.
pub async fn live() -> Response {
    json_answer(StatusCode::OK, &json!({ "status": "ok" }))
}

/// It is ready if its writer can begin to write, soon enough for whoever asks.
pub async fn ready(server: Arc<Server>) -> Result<Response, Failure> {
    let (tell, told) = oneshot::channel();
    server.workers.write(
        "",
        |app| app.begin(Access::Write).map(drop).map_err(Error::from),
        |answer| {
            let _ = tell.send(answer);
        },
    )?;
    match timeout(LONGEST, told).await {
        Ok(Ok(Ok(()))) => Ok(json_answer(StatusCode::OK, &json!({ "status": "ok" }))),
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(lost)) => Err(Failure::Fault(lost.to_string())),
        Err(_) => Err(Failure::Later(Problem::new(Code::Busy, "the writer could not begin within 5 seconds"), 5)),
    }
}
