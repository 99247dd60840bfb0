//! `/login/password`: whoever's password was set by somebody else chooses a new one before anything else.

use super::answer::Answer;
use super::enrol::NewPassword;
use super::entering::{let_in, open_first};
use super::form::general;
use super::passwords;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{change_password, former_hashes};
use crate::domain::{Error, NewSession, Occasion, Refusal, SessionStep};
use crate::http::rest::Failure;

const WHO: Who = Who::At(SessionStep::PasswordChange);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login/password", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/login/password", WHO, |visit| Box::pin(choose(visit))),
];

async fn show(visit: Visit) -> Result<Answer, Failure> {
    page(&visit, None)
}

async fn choose(visit: Visit) -> Result<Answer, Failure> {
    let session = visit.session()?;
    let row = session.account.row;
    let former = visit.read(move |transaction, _| Ok::<_, Error>(former_hashes(&transaction, row)?)).await?;
    let own = [session.account.username.as_str(), session.account.address.as_str()];
    let problems = passwords::check(&visit, visit.profile(), Occasion::Change, &own, former).await?;
    if !problems.is_empty() {
        return page(&visit, Some(&Refusal { problems }));
    }
    let hash = visit.hash(visit.form.text("password").to_owned()).await?;
    let device = visit.device();
    let entered = visit.write(move |transaction, _| {
        let entered: NewSession = change_password(transaction, &session, hash.clone(), device.as_ref())?;
        open_first(transaction, entered)
    });
    Ok(let_in(&entered.await?, None))
}

fn page(visit: &Visit, refusal: Option<&Refusal>) -> Result<Answer, Failure> {
    let frame = visit.frame.clone();
    let problems = refusal.map(|refusal| refusal.problems.as_slice());
    let page = NewPassword {
        title: "must-title",
        lead: "must-lead",
        button: "must-button",
        action: "/login/password",
        errors: refusal.map(|refusal| general(&frame, refusal, &["password"])).unwrap_or_default(),
        username: None,
        password: passwords::field(&frame, problems),
        rules: passwords::rules(&frame, visit.profile(), Occasion::Change, problems),
        frame,
    };
    let answer = Answer::page(&page)?;
    Ok(if refusal.is_some() { answer.refused() } else { answer })
}
