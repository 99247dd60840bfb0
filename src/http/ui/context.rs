//! A visit of a page: who came, what the form says, and the ways to the workers.

use super::cookies::Cookie;
use super::form::Form;
use super::frame::Frame;
use super::shown_at;
use crate::app::App;
use crate::directory::{end_fallen_impersonation, enter_as_member, find_session, note_session};
use crate::domain::{Environment, Error, Fault, Key, Membership, PasswordProfile, Secret, Session, SessionStep};
use crate::http::Server;
use crate::http::dispatch::{on_reader, on_writer};
use crate::http::peer::peer_of;
use crate::http::rest::Failure;
use crate::store::{Access, Transaction, Work};
use axum::http::header;
use axum::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::oneshot;

/// A visit of a page.
pub struct PageContext {
    /// What stands around the page.
    pub frame: Frame,
    /// Who came, if somebody has logged in.
    pub login_state: Option<LoggedIn>,
    /// What the form says, or the query if there is no form.
    pub form: Form,
    /// The token in the path, if one is there.
    pub token: Option<String>,
    /// What the request came with.
    pub parts: Parts,
    server: Arc<Server>,
}

/// Somebody who has logged in, and where.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// The session.
    pub session: Session,
    /// The environment that is open and the membership in it.
    pub here: Option<CurrentEnvironment>,
}

/// Where somebody is.
#[derive(Debug, Clone)]
pub struct CurrentEnvironment {
    /// The environment.
    pub environment: Environment,
    /// The membership in it.
    pub membership: Membership,
}

impl PageContext {
    /// Finds out who came. Whoever comes with a session that has ended is nobody.
    pub async fn begin(server: Arc<Server>, parts: Parts, token: Option<String>) -> Result<PageContext, Failure> {
        let frame = Frame::of(&parts.headers, shown_at(parts.uri.path()), parts.uri.query());
        let form = Form::of_query(parts.uri.query().unwrap_or_default());
        let login_state = match Cookie::Session.of(&parts.headers).and_then(|text| Secret::parse(&text)) {
            Some(secret) => find(&server, secret).await?,
            None => None,
        };
        let frame = match &login_state {
            Some(login_state) => frame.with(login_state),
            None => frame,
        };
        Ok(PageContext { frame, login_state, form, token, parts, server })
    }

    /// The session of a page that only those come to who have one.
    ///
    /// # Errors
    /// A fault if the table lets everybody come.
    pub fn session(&self) -> Result<Session, Failure> {
        let session = self.login_state.as_ref().map(|login_state| login_state.session.clone());
        session.ok_or_else(|| Failure::Fault("a page for those who have logged in is open to all".to_owned()))
    }

    /// Where the visitor is, on a page that only members come to.
    ///
    /// # Errors
    /// As [`PageContext::session`].
    pub fn here(&self) -> Result<CurrentEnvironment, Failure> {
        let here = self.login_state.as_ref().and_then(|login_state| login_state.here.clone());
        here.ok_or_else(|| Failure::Fault("a page for members is open to all".to_owned()))
    }

    /// What the browser says it is, as far as it is kept.
    pub fn browser(&self) -> String {
        const MOST: usize = 200;
        let text = self.parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        text.chars().take(MOST).collect()
    }

    /// The rules that passwords follow.
    pub fn profile(&self) -> PasswordProfile {
        self.server.config.passwords
    }

    /// What apps show a second factor under: the host that people know.
    pub fn issuer(&self) -> String {
        let url = &self.server.config.public_url;
        let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        host.split(['/', ':']).next().unwrap_or_default().to_owned()
    }

    /// Where the request came from.
    pub fn from(&self) -> Option<IpAddr> {
        peer_of(&self.parts, &self.server.config.proxies)
    }

    /// The secret of the browser, if somebody has logged in with it before.
    pub fn device(&self) -> Option<Secret> {
        self.cookie(Cookie::Device).and_then(|text| Secret::parse(&text))
    }

    /// What a cookie says.
    pub fn cookie(&self, cookie: Cookie) -> Option<String> {
        cookie.of(&self.parts.headers)
    }

    /// Looks something up. As everything that is handed to the workers, it may be done more than once.
    pub async fn read<T: Send + 'static>(
        &self,
        mut does: impl FnMut(Transaction, &Key) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        on_reader(&self.server, &self.lane(), move |app| {
            let key = app.key()?;
            does(app.begin(Access::Read)?, &key)
        })
        .await
    }

    /// Does something, which stands once this answers.
    pub async fn write<T: Send + 'static>(
        &self,
        mut does: impl FnMut(&mut Transaction, &Key) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        on_writer(&self.server, &self.lane(), move |app| committed(app, &mut does)).await
    }

    /// Does something that nobody waits for.
    pub fn write_later(
        &self,
        mut does: impl FnMut(&mut Transaction, &Key) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Failure> {
        let work = move |app: &mut App| committed(app, &mut does);
        let answer = |done: Result<(), Error>| {
            if let Err(error) = done {
                tracing::error!(fault = error.to_string(), "what nobody waits for failed");
            }
        };
        Ok(self.server.workers.write(&self.lane(), work, answer)?)
    }

    /// The same for what takes the transaction and gives it back.
    pub async fn write_whole<T: Send + 'static>(
        &self,
        mut does: impl FnMut(Transaction) -> Result<(Transaction, T), Error> + Send + 'static,
    ) -> Result<T, Failure> {
        on_writer(&self.server, &self.lane(), move |app| {
            let (transaction, done) = does(app.begin(Access::Write)?)?;
            transaction.commit()?;
            Ok(done)
        })
        .await
    }

    /// Does something in the environment that is open, as the member whose session it is.
    pub async fn work<T: Send + 'static>(
        &self,
        mut does: impl FnMut(&mut Work) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let session = self.session()?;
        on_writer(&self.server, &self.lane(), move |app| {
            let (mut work, _) = enter_as_member(app.begin(Access::Write)?, &session)?;
            let done = does(&mut work)?;
            work.commit()?;
            Ok(done)
        })
        .await
    }

    /// Hashes a password. The threads that do it are few, and what waits for them is bounded.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let salt = on_reader(&self.server, "", |app| {
            let secret = app.begin(Access::Read)?.new_secret();
            let mut salt = [0; 16];
            salt.copy_from_slice(&secret.bytes()[..16]);
            Ok(salt)
        });
        let salt = salt.await?;
        let (tell, told) = oneshot::channel();
        self.server.hashers.hash(password, salt, move |hash| {
            let _ = tell.send(hash);
        })?;
        heard(told).await
    }

    /// Whether a password is that of a hash. Without a hash it takes as long, and is not.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        let (tell, told) = oneshot::channel();
        self.server.hashers.verify(password, hash, move |is_right| {
            let _ = tell.send(Ok(is_right));
        })?;
        heard(told).await
    }

    /// Whether a password is that of one of the hashes.
    pub async fn is_one_of(&self, password: String, hashes: Vec<String>) -> Result<bool, Failure> {
        let (tell, told) = oneshot::channel();
        self.server.hashers.is_one_of(password, hashes, move |is_one| {
            let _ = tell.send(Ok(is_one));
        })?;
        heard(told).await
    }

    /// Where the visitor's work waits: with that of everybody in the environment.
    fn lane(&self) -> String {
        let here = self.login_state.as_ref().and_then(|login_state| login_state.here.as_ref());
        here.map(|here| here.environment.id.to_string()).unwrap_or_default()
    }
}

/// Does something in a transaction and commits it.
fn committed<T>(app: &App, does: &mut impl FnMut(&mut Transaction, &Key) -> Result<T, Error>) -> Result<T, Error> {
    let key = app.key()?;
    let mut transaction = app.begin(Access::Write)?;
    let done = does(&mut transaction, &key)?;
    transaction.commit()?;
    Ok(done)
}

async fn heard<T>(told: oneshot::Receiver<Result<T, Fault>>) -> Result<T, Failure> {
    match told.await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(Error::from(fault).into()),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}

/// Who comes with the secret, and where that person is. An environment that the person may not open any more is not open, and
/// whoever acts as another there and may not any more is nobody: that session ends.
async fn find(server: &Arc<Server>, secret: Secret) -> Result<Option<LoggedIn>, Failure> {
    let found = on_reader(server, "", move |app| {
        let transaction = app.begin(Access::Read)?;
        let Some(session) = find_session(&transaction, &secret)? else { return Ok(None) };
        let is_due = session.is_use_due(transaction.now);
        let is_somewhere = session.step == SessionStep::Open && session.environment.is_some();
        let here = match is_somewhere.then(|| enter_as_member(transaction, &session)) {
            Some(Ok((work, user))) => {
                Some(CurrentEnvironment { environment: work.environment, membership: user.membership })
            }
            Some(Err(Error::Fault(fault))) => return Err(fault.into()),
            Some(Err(Error::Refused(_))) | None => None,
        };
        Ok(Some((LoggedIn { session, here }, is_due)))
    });
    let Some((login_state, is_due)) = found.await? else { return Ok(None) };
    if login_state.session.impersonator.is_some() && login_state.here.is_none() {
        let session = login_state.session;
        let end = move |app: &mut App| {
            committed(app, &mut |transaction: &mut Transaction, _: &Key| {
                end_fallen_impersonation(transaction, &session)
            })
        };
        on_writer(server, "", end).await?;
        return Ok(None);
    }
    if is_due {
        let session = login_state.session.clone();
        let note = move |app: &mut App| {
            let transaction = app.begin(Access::Write)?;
            note_session(&transaction, &session)?;
            Ok(transaction.commit()?)
        };
        // Nobody waits for it; if too much waits already, the next request notes it.
        let _ = server.workers.write("", note, |_| {});
    }
    Ok(Some(login_state))
}
