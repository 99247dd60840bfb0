//! Who asks: the token that a request came with, and the worker that does what it asks in the environment that it reaches.

use super::response::Failure;
use crate::app::App;
use crate::directory::{authenticate_token, enter_by_token, identify_by_token, not_in_force, note_token_use};
use crate::domain::{Code, Error, Problem, Token};
use crate::http::Server;
use crate::http::dispatch::{on_reader, on_writer};
use crate::http::peer::peer_of;
use crate::script::version_of;
use crate::store::{Access, Transaction, Work};
use axum::http::header;
use axum::http::request::Parts;
use std::sync::Arc;

/// Who asks, and which environment it is about.
pub struct Client {
    /// The token.
    pub token: Token,
    /// Whether it is to be noted that the token is in use.
    is_use_due: bool,
    environment: Option<String>,
}

/// Finds the token that the request came with. Whoever comes with wrong ones is slowed down.
pub async fn authenticate(server: &Arc<Server>, parts: &Parts, environment: Option<String>) -> Result<Client, Failure> {
    let peer = peer_of(parts, &server.config.proxies);
    // Of two tokens nobody can say which one is meant, and a proxy may have looked at the other.
    let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
    let secret = given.next().filter(|_| given.next().is_none()).and_then(|value| value.to_str().ok());
    let secret =
        secret.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, secret)) = secret else {
        let expected = "expected the header `Authorization: Bearer TOKEN` once";
        return Err(Problem::new(Code::NotAuthenticated, expected).help("`enlist token add` makes a token").into());
    };
    let secret = secret.trim().to_owned();
    let fingerprint = version_of(&secret);
    if let Some(token) = server.known.find(&fingerprint) {
        return Ok(Client { token, is_use_due: false, environment });
    }
    let found = on_reader(server, "", move |app| {
        let transaction = app.begin(Access::Read)?;
        let token = authenticate_token(&transaction, &secret, None)?;
        Ok(token.map(|token| (token.is_use_due(transaction.now), token)))
    });
    if let Some((is_use_due, token)) = found.await? {
        server.known.keep(fingerprint, token.clone());
        return Ok(Client { token, is_use_due, environment });
    }
    server.limits.knock(peer)?;
    Err(not_in_force().into())
}

/// Does something in the environment, by a thread that reads.
pub async fn read_by<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Client,
    mut does: impl FnMut(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    let lane = visitor.token.id.to_string();
    on_reader(server, &lane, move |app| {
        let work = enter_by_token(app.begin(Access::Read)?, &visitor.token, visitor.environment.as_deref())?;
        does(app, work)
    })
    .await
}

/// Does something in the environment, by the thread that writes.
pub async fn write_by<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Client,
    mut does: impl FnMut(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    on_writer(server, &visitor.lane(), move |app| {
        let work = enter_by_token(app.begin(Access::Write)?, &visitor.token, visitor.environment.as_deref())?;
        does(app, work)
    })
    .await
}

/// Looks at what the token reaches, by a thread that reads.
pub async fn read_outside<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Client,
    mut does: impl FnMut(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    let lane = visitor.token.id.to_string();
    on_reader(server, &lane, move |app| {
        let (transaction, token) = identify_by_token(app.begin(Access::Read)?, &visitor.token)?;
        does(transaction, token)
    })
    .await
}

/// Changes something of what the token reaches, by the thread that writes.
pub async fn write_outside<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Client,
    mut does: impl FnMut(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    on_writer(server, &visitor.lane(), move |app| {
        let (transaction, token) = identify_by_token(app.begin(Access::Write)?, &visitor.token)?;
        does(transaction, token)
    })
    .await
}

/// Notes now and then that a token is in use; nobody waits for it.
fn note_use(server: &Arc<Server>, visitor: &Client) {
    if !visitor.is_use_due {
        return;
    }
    let token = visitor.token.clone();
    let note = move |app: &mut App| {
        let transaction = app.begin(Access::Write)?;
        note_token_use(&transaction, &token)?;
        Ok(transaction.commit()?)
    };
    // If too much waits, the next use is noted.
    let _ = server.workers.write("", note, |_| {});
}

impl Client {
    /// Where the visitor's work waits: with that of everybody in its environment.
    fn lane(&self) -> String {
        self.token.reach.id().to_string()
    }
}
