//! `/enrol`: whoever was invited chooses a username and a password (SPEC R4.1).

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::{Field, general};
use super::frame::Frame;
use super::links::{bad_link, said};
use super::passwords::{self, Rule};
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{account_of_link, ask_new_link, enrol, trust_device};
use crate::domain::{Code, LinkPurpose, Occasion, Problem, Refusal};
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/enrol", Who::Anyone, |visit| Box::pin(show(visit))),
    UiRoute::post("/enrol", Who::Anyone, |visit| Box::pin(choose(visit))),
    UiRoute::post("/enrol/again", Who::Anyone, |visit| Box::pin(again(visit))),
];

/// The page with a form for a new password, and for a username where there is one to choose.
#[derive(Template)]
#[template(path = "http/ui/new_password.html")]
pub(super) struct NewPassword {
    pub frame: Frame,
    pub title: &'static str,
    pub lead: &'static str,
    pub button: &'static str,
    pub action: &'static str,
    pub errors: Vec<String>,
    pub username: Option<Field>,
    pub password: Field,
    pub rules: Vec<Rule>,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    match address(&visit).await {
        Ok(address) => Ok(Answer::page(&page(&visit, &address, None))?.without_referrer()),
        Err(failure) => bad_link(&visit, Cookie::Enrol, failure),
    }
}

async fn choose(visit: Visit) -> Result<Answer, Failure> {
    let address = match address(&visit).await {
        Ok(address) => address,
        Err(failure) => return bad_link(&visit, Cookie::Enrol, failure),
    };
    let (username, password) = (visit.form.text("username").to_owned(), visit.form.text("password").to_owned());
    let own = [username.as_str(), address.as_str()];
    let problems = passwords::check(&visit, visit.profile(), Occasion::Enrolment, &own, Vec::new()).await?;
    if !problems.is_empty() {
        return again_with(&visit, &username, &Refusal { problems });
    }
    let hash = visit.hash(password).await?;
    let text = visit.cookie(Cookie::Enrol).unwrap_or_default();
    let chosen = username.clone();
    let enrolled = visit.write(move |transaction, key| {
        let account = enrol(transaction, key, &text, &chosen, hash.clone())?;
        Ok(trust_device(transaction, &account)?)
    });
    match enrolled.await {
        Ok(device) => {
            let done = Answer::to("/login?note=enrolled").remove(Cookie::Enrol).remove(Cookie::Session);
            Ok(done.set(Cookie::Device, &device.to_text()).without_referrer())
        }
        Err(Failure::Refused(refusal)) if is_of_link(&refusal) => {
            bad_link(&visit, Cookie::Enrol, Failure::Refused(refusal))
        }
        Err(Failure::Refused(refusal)) => again_with(&visit, &username, &refusal),
        Err(failure) => Err(failure),
    }
}

/// A new letter for a link that is too old. What is answered is always the same.
async fn again(visit: Visit) -> Result<Answer, Failure> {
    let text = visit.cookie(Cookie::Enrol).unwrap_or_default();
    visit.write(move |transaction, key| ask_new_link(transaction, key, &text)).await?;
    Ok(said(&visit, "link-asked", "link-asked-text")?.remove(Cookie::Enrol).without_referrer())
}

/// The address that the link in the cookie was sent to.
async fn address(visit: &Visit) -> Result<String, Failure> {
    let text = visit.cookie(Cookie::Enrol).unwrap_or_default();
    let found = visit.read(move |transaction, key| account_of_link(&transaction, key, &text, LinkPurpose::Enrol));
    Ok(found.await?.address.to_string())
}

pub(super) fn is_of_link(refusal: &Refusal) -> bool {
    matches!(refusal.code(), Code::BadLink | Code::LinkExpired)
}

fn again_with(visit: &Visit, username: &str, refusal: &Refusal) -> Result<Answer, Failure> {
    Ok(Answer::page(&page(visit, username, Some(refusal)))?.refused().without_referrer())
}

fn page(visit: &Visit, username: &str, refusal: Option<&Refusal>) -> NewPassword {
    let frame = visit.frame.clone();
    let problems: Option<&[Problem]> = refusal.map(|refusal| refusal.problems.as_slice());
    let of_password: Option<Vec<Problem>> = problems
        .map(|all| all.iter().filter(|problem| problem.option.as_deref() == Some("password")).cloned().collect());
    let of_password = of_password.as_deref().filter(|problems| !problems.is_empty());
    let field = Field::text(&frame, "username", "username", username).hint(frame.say("enrol-username-hint"));
    NewPassword {
        title: "enrol-title",
        lead: "enrol-lead",
        button: "enrol-button",
        action: "/enrol",
        errors: refusal.map(|refusal| general(&frame, refusal, &["username", "password"])).unwrap_or_default(),
        username: Some(field.with_problems(&frame, problems.unwrap_or_default(), &["username"])),
        password: passwords::field(&frame, of_password),
        rules: passwords::rules(&frame, visit.profile(), Occasion::Enrolment, of_password),
        frame,
    }
}
