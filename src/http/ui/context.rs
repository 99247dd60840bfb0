//! The context of a request for a page: the login state, the form, and the ways to run work on a worker.

use super::cookies::Cookie;
use super::form::Form;
use super::frame::Frame;
use super::login_state::{CurrentEnvironment, LoggedIn};
use super::shown_at;
use crate::app::App;
use crate::directory::{end_fallen_impersonation, enter_as_member, find_session, note_session};
use crate::domain::{Error, Fault, Key, PasswordProfile, PublicId, Secret, Session, SessionStep};
use crate::http::Server;
use crate::http::dispatch::{on_reader, on_writer};
use crate::http::origin::RequestOrigin;
use crate::http::rest::Failure;
use crate::store::{Access, Transaction, Work};
use axum::http::header;
use axum::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::oneshot;

/// The context of a request for a page.
pub struct PageContext {
    /// The frame around the content of the page.
    pub frame: Frame,
    /// The person who has logged in; nobody if there is no session.
    pub login_state: Option<LoggedIn>,
    /// The form of a POST, or the query of a GET.
    pub form: Form,
    /// The token in the path, if the route has one.
    pub token: Option<String>,
    /// The head of the request.
    pub parts: Parts,
    origin: PageOrigin,
    server: Arc<Server>,
}

/// Where a request for a page comes from: the origin of every change that it makes.
#[derive(Debug, Clone)]
struct PageOrigin {
    /// The id of the session, if there is one.
    session: Option<PublicId>,
    request: RequestOrigin,
}

impl PageOrigin {
    /// Begins a transaction for the request. Every transaction in which a form changes something begins here.
    fn begin(&self, app: &App, access: Access) -> Result<Transaction, Error> {
        let mut transaction = app.begin(access)?;
        transaction.origin = Some(self.request.by_page(self.session.clone()));
        Ok(transaction)
    }

    /// Runs work in a transaction and commits it.
    fn commit<T>(
        &self,
        app: &App,
        work: &mut impl FnMut(&mut Transaction, &Key) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = app.key()?;
        let mut transaction = self.begin(app, Access::Write)?;
        let result = work(&mut transaction, &key)?;
        transaction.commit()?;
        Ok(result)
    }
}

impl PageContext {
    /// Creates the context of a request. A session that has ended counts as none.
    ///
    /// # Errors
    /// Returns a failure if the session cannot be read.
    pub async fn begin(server: Arc<Server>, parts: Parts, token: Option<String>) -> Result<PageContext, Failure> {
        let frame = Frame::of(&parts.headers, shown_at(parts.uri.path()), parts.uri.query());
        let form = Form::of_query(parts.uri.query().unwrap_or_default());
        let request = RequestOrigin::of(&parts, &server.config.proxies);
        let login_state = match Cookie::Session.of(&parts.headers).and_then(|text| Secret::parse(&text)) {
            Some(secret) => find_login_state(&server, secret, &request).await?,
            None => None,
        };
        let frame = match &login_state {
            Some(login_state) => frame.with(login_state),
            None => frame,
        };
        let origin = PageOrigin { session: login_state.as_ref().map(|state| state.session.id.clone()), request };
        Ok(PageContext { frame, login_state, form, token, parts, origin, server })
    }

    /// Returns the session, on a page that requires one.
    ///
    /// # Errors
    /// Returns a fault if the table of pages admits anybody to the page.
    pub fn session(&self) -> Result<Session, Failure> {
        let session = self.login_state.as_ref().map(|login_state| login_state.session.clone());
        session.ok_or_else(|| Failure::Fault("a page that needs a session is open to anybody".to_owned()))
    }

    /// Returns the open environment, on a page for members.
    ///
    /// # Errors
    /// As [`PageContext::session`].
    pub fn current(&self) -> Result<CurrentEnvironment, Failure> {
        let current = self.login_state.as_ref().and_then(|login_state| login_state.current.clone());
        current.ok_or_else(|| Failure::Fault("a page that needs an environment is open to anybody".to_owned()))
    }

    /// Returns the `User-Agent`, up to 200 characters.
    pub fn browser(&self) -> String {
        const MOST: usize = 200;
        let text = self.parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        text.chars().take(MOST).collect()
    }

    /// Returns the rules for passwords.
    pub fn password_profile(&self) -> PasswordProfile {
        self.server.config.passwords
    }

    /// Returns the issuer that authenticator apps show: the host of the public URL.
    pub fn issuer(&self) -> String {
        let url = &self.server.config.public_url;
        let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        host.split(['/', ':']).next().unwrap_or_default().to_owned()
    }

    /// Returns the network address of the client.
    pub fn client_address(&self) -> Option<IpAddr> {
        self.origin.request.address
    }

    /// Returns the secret of a browser in which somebody has logged in before.
    pub fn device(&self) -> Option<Secret> {
        self.cookie(Cookie::Device).and_then(|text| Secret::parse(&text))
    }

    /// Returns the value of a cookie.
    pub fn cookie(&self, cookie: Cookie) -> Option<String> {
        cookie.of(&self.parts.headers)
    }

    /// Runs work on a reader. As all work for workers, it may be run more than once.
    pub async fn read<T: Send + 'static>(
        &self,
        mut work: impl FnMut(Transaction, &Key) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let origin = self.origin.clone();
        on_reader(&self.server, &self.lane(), move |app| {
            let key = app.key()?;
            work(origin.begin(app, Access::Read)?, &key)
        })
        .await
    }

    /// Runs work on a writer, and commits it.
    pub async fn write<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Transaction, &Key) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let origin = self.origin.clone();
        on_writer(&self.server, &self.lane(), move |app| origin.commit(app, &mut work)).await
    }

    /// Runs work on a writer without waiting for it, and commits it.
    ///
    /// # Errors
    /// Asks for a retry if the queue is full. An error of the work goes to the log.
    pub fn write_later(
        &self,
        mut work: impl FnMut(&mut Transaction, &Key) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Failure> {
        let origin = self.origin.clone();
        let work = move |app: &mut App| origin.commit(app, &mut work);
        let on_result = |result: Result<(), Error>| {
            if let Err(error) = result {
                tracing::error!(fault = error.to_string(), "work in the background failed");
            }
        };
        Ok(self.server.workers.write(&self.lane(), work, on_result)?)
    }

    /// Runs work on a writer, and commits it. The work takes the transaction and gives it back.
    pub async fn write_owned<T: Send + 'static>(
        &self,
        mut work: impl FnMut(Transaction) -> Result<(Transaction, T), Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let origin = self.origin.clone();
        on_writer(&self.server, &self.lane(), move |app| {
            let (transaction, result) = work(origin.begin(app, Access::Write)?)?;
            transaction.commit()?;
            Ok(result)
        })
        .await
    }

    /// Runs work in the open environment on a writer, as the member of the session, and commits it.
    pub async fn work<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Work) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let (session, origin) = (self.session()?, self.origin.clone());
        on_writer(&self.server, &self.lane(), move |app| {
            let (mut entered, _) = enter_as_member(origin.begin(app, Access::Write)?, &session)?;
            let result = work(&mut entered)?;
            entered.commit()?;
            Ok(result)
        })
        .await
    }

    /// Hashes a password on one of the few threads for that.
    ///
    /// # Errors
    /// Asks for a retry if the queue of these threads is full.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let salt = on_reader(&self.server, "", |app| {
            let secret = app.begin(Access::Read)?.new_secret();
            let mut salt = [0; 16];
            salt.copy_from_slice(&secret.bytes()[..16]);
            Ok(salt)
        });
        let salt = salt.await?;
        let (sender, receiver) = oneshot::channel();
        self.server.hashers.hash(password, salt, move |hash| {
            let _ = sender.send(hash);
        })?;
        receive(receiver).await
    }

    /// Returns whether a password matches a hash. Without a hash the result is false, after the same time.
    ///
    /// # Errors
    /// As [`PageContext::hash`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        let (sender, receiver) = oneshot::channel();
        self.server.hashers.verify(password, hash, move |is_right| {
            let _ = sender.send(Ok(is_right));
        })?;
        receive(receiver).await
    }

    /// Returns whether a password matches one of several hashes.
    ///
    /// # Errors
    /// As [`PageContext::hash`].
    pub async fn verify_any(&self, password: String, hashes: Vec<String>) -> Result<bool, Failure> {
        let (sender, receiver) = oneshot::channel();
        self.server.hashers.is_one_of(password, hashes, move |is_one| {
            let _ = sender.send(Ok(is_one));
        })?;
        receive(receiver).await
    }

    /// Returns the lane of the queues, which all requests in the same environment share.
    fn lane(&self) -> String {
        let current = self.login_state.as_ref().and_then(|login_state| login_state.current.as_ref());
        current.map(|current| current.environment.id.to_string()).unwrap_or_default()
    }
}

async fn receive<T>(receiver: oneshot::Receiver<Result<T, Fault>>) -> Result<T, Failure> {
    match receiver.await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(Error::from(fault).into()),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}

/// Finds the session of a secret, and its open environment. An environment that the person may not open any more is closed. If
/// it was closed to a person who acts as another, the session ends.
async fn find_login_state(
    server: &Arc<Server>,
    secret: Secret,
    request: &RequestOrigin,
) -> Result<Option<LoggedIn>, Failure> {
    let found = on_reader(server, "", move |app| {
        let transaction = app.begin(Access::Read)?;
        let Some(session) = find_session(&transaction, &secret)? else { return Ok(None) };
        let is_use_due = session.is_use_due(transaction.now);
        let has_environment = session.step == SessionStep::Open && session.environment.is_some();
        let current = match has_environment.then(|| enter_as_member(transaction, &session)) {
            Some(Ok((work, user))) => {
                Some(CurrentEnvironment { environment: work.environment, membership: user.membership })
            }
            Some(Err(Error::Fault(fault))) => return Err(fault.into()),
            Some(Err(Error::Refused(_))) | None => None,
        };
        Ok(Some((LoggedIn { session, current }, is_use_due)))
    });
    let Some((login_state, is_use_due)) = found.await? else { return Ok(None) };
    if login_state.session.impersonator.is_some() && login_state.current.is_none() {
        let session = login_state.session;
        let origin = PageOrigin { session: Some(session.id.clone()), request: request.clone() };
        let end = move |app: &mut App| {
            origin.commit(app, &mut |transaction: &mut Transaction, _: &Key| {
                end_fallen_impersonation(transaction, &session)
            })
        };
        on_writer(server, "", end).await?;
        return Ok(None);
    }
    if is_use_due {
        let session = login_state.session.clone();
        let note = move |app: &mut App| {
            let transaction = app.begin(Access::Write)?;
            note_session(&transaction, &session)?;
            Ok(transaction.commit()?)
        };
        // The request does not wait for it. If the queue is full, the next request notes the use.
        let _ = server.workers.write("", note, |_| {});
    }
    Ok(Some(login_state))
}
