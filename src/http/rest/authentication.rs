//! Authenticates a request by its token, and runs its work on a worker: in the environment that the request names, or for the
//! token itself. What the token permits is checked in `request.rs`.

use super::response::Failure;
use crate::app::App;
use crate::directory::{authenticate_token, enter_by_token, identify_by_token, not_in_force, note_token_use};
use crate::domain::{Code, Error, Problem, Token};
use crate::http::Server;
use crate::http::dispatch::{on_reader, on_writer};
use crate::http::origin::RequestOrigin;
use crate::script::version_of;
use crate::store::{Access, Transaction, Work};
use axum::http::header;
use axum::http::request::Parts;
use std::sync::Arc;

/// An authenticated client.
pub struct Client {
    /// The token.
    pub token: Token,
    /// Whether the time of the token's last use is due to be updated.
    is_use_due: bool,
    /// The environment that the request names, by id or name.
    environment: Option<String>,
    /// Where the request comes from. With the id of the token it is the origin of every change that the request makes.
    origin: RequestOrigin,
}

/// Authenticates a request by its token.
///
/// # Errors
/// Returns a refusal if there is no token, more than one or a wrong one; asks an address with many wrong tokens to retry later.
pub async fn authenticate(server: &Arc<Server>, parts: &Parts, environment: Option<String>) -> Result<Client, Failure> {
    let origin = RequestOrigin::of(parts, &server.config.proxies);
    // With two tokens the result would depend on which one a program or a proxy reads.
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let secret = values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok());
    let secret =
        secret.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, secret)) = secret else {
        let expected = "expected the header `Authorization: Bearer TOKEN` once";
        return Err(Problem::new(Code::NotAuthenticated, expected)
            .help("create a token with `enlist token add`")
            .into());
    };
    let secret = secret.trim().to_owned();
    let fingerprint = version_of(&secret);
    if let Some(token) = server.tokens.find(&fingerprint) {
        return Ok(Client { token, is_use_due: false, environment, origin });
    }
    let found = on_reader(server, "", move |app| {
        let transaction = app.begin(Access::Read)?;
        let token = authenticate_token(&transaction, &secret, None)?;
        Ok(token.map(|token| (token.is_use_due(transaction.now), token)))
    });
    if let Some((is_use_due, token)) = found.await? {
        server.tokens.keep(fingerprint, token.clone());
        return Ok(Client { token, is_use_due, environment, origin });
    }
    server.limits.count_wrong_token(origin.address)?;
    Err(not_in_force().into())
}

/// Runs work in the environment of the request, on a reader.
pub async fn read_by<T: Send + 'static>(
    server: &Arc<Server>,
    client: Client,
    mut work: impl FnMut(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &client);
    on_reader(server, &client.reading_lane(), move |app| {
        let entered = enter_by_token(client.begin(app, Access::Read)?, &client.token, client.environment.as_deref())?;
        work(app, entered)
    })
    .await
}

/// Runs work in the environment of the request, on a writer.
pub async fn write_by<T: Send + 'static>(
    server: &Arc<Server>,
    client: Client,
    mut work: impl FnMut(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &client);
    on_writer(server, &client.writing_lane(), move |app| {
        let entered = enter_by_token(client.begin(app, Access::Write)?, &client.token, client.environment.as_deref())?;
        work(app, entered)
    })
    .await
}

/// Runs work for the token itself, in no environment, on a reader.
pub async fn read_outside<T: Send + 'static>(
    server: &Arc<Server>,
    client: Client,
    mut work: impl FnMut(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &client);
    on_reader(server, &client.reading_lane(), move |app| {
        let (transaction, token) = identify_by_token(client.begin(app, Access::Read)?, &client.token)?;
        work(transaction, token)
    })
    .await
}

/// Runs work for the token itself, in no environment, on a writer.
pub async fn write_outside<T: Send + 'static>(
    server: &Arc<Server>,
    client: Client,
    mut work: impl FnMut(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &client);
    on_writer(server, &client.writing_lane(), move |app| {
        let (transaction, token) = identify_by_token(client.begin(app, Access::Write)?, &client.token)?;
        work(transaction, token)
    })
    .await
}

/// Updates the time of the token's last use from time to time. The request does not wait for it.
fn note_use(server: &Arc<Server>, client: &Client) {
    if !client.is_use_due {
        return;
    }
    let token = client.token.clone();
    let note = move |app: &mut App| {
        let transaction = app.begin(Access::Write)?;
        note_token_use(&transaction, &token)?;
        Ok(transaction.commit()?)
    };
    // If the queue is full, a later use is noted.
    let _ = server.workers.write("", note, |_| {});
}

impl Client {
    /// Begins a transaction for the request. Every transaction in which a request over REST changes something begins here.
    fn begin(&self, app: &App, access: Access) -> Result<Transaction, Error> {
        let mut transaction = app.begin(access)?;
        transaction.origin = Some(self.origin.by_token(self.token.id.clone()));
        Ok(transaction)
    }

    /// Returns the lane of the readers' queue: the token's own.
    fn reading_lane(&self) -> String {
        self.token.id.to_string()
    }

    /// Returns the lane of the writers' queue, which all clients of the same environment or organization share.
    fn writing_lane(&self) -> String {
        self.token.reach.id().to_string()
    }
}
