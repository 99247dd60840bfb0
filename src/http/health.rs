//! Whether the program lives, and whether it can work.

use super::Server;
use super::rest::{Failure, json_answer};
use crate::domain::Error;
use crate::store::Access;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::oneshot;

/// It lives as long as it answers.
pub async fn live() -> Response {
    json_answer(StatusCode::OK, &json!({ "status": "ok" }))
}

/// It is ready if its writer can begin to write.
pub async fn ready(server: Arc<Server>) -> Result<Response, Failure> {
    let (tell, told) = oneshot::channel();
    server.workers.write(
        "",
        |app| app.begin(Access::Write).map(drop).map_err(Error::from),
        |answer| {
            let _ = tell.send(answer);
        },
    )?;
    match told.await {
        Ok(Ok(())) => Ok(json_answer(StatusCode::OK, &json!({ "status": "ok" }))),
        Ok(Err(error)) => Err(error.into()),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}
