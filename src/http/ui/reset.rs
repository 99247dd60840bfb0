//! `/reset`: a new password by a link from a letter.

use super::answer::Answer;
use super::cookies::Cookie;
use super::enrol::{NewPassword, is_of_link};
use super::form::general;
use super::links::bad_link;
use super::passwords;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{account_of_link, former_hashes, reset_password, trust_device};
use crate::domain::{Account, Error, LinkPurpose, Occasion, Refusal};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/reset", Who::Anyone, |visit| Box::pin(show(visit))),
    UiRoute::post("/reset", Who::Anyone, |visit| Box::pin(choose(visit))),
];

async fn show(visit: Visit) -> Result<Answer, Failure> {
    match before(&visit).await {
        Ok(_) => page(&visit, None),
        Err(failure) => bad_link(&visit, Cookie::Reset, failure),
    }
}

async fn choose(visit: Visit) -> Result<Answer, Failure> {
    let (account, former) = match before(&visit).await {
        Ok(before) => before,
        Err(failure) => return bad_link(&visit, Cookie::Reset, failure),
    };
    let problems = passwords::check(
        &visit,
        visit.profile(),
        Occasion::Change,
        &[&account.username, account.address.as_str()],
        former,
    )
    .await?;
    if !problems.is_empty() {
        return page(&visit, Some(&Refusal { problems }));
    }
    let hash = visit.hash(visit.form.text("password").to_owned()).await?;
    let text = visit.cookie(Cookie::Reset).unwrap_or_default();
    let set = visit.write(move |transaction, key| {
        let account = reset_password(transaction, key, &text, hash.clone())?;
        Ok(trust_device(transaction, &account)?)
    });
    match set.await {
        Ok(device) => {
            let done = Answer::to("/login?note=reset").remove(Cookie::Reset).remove(Cookie::Session);
            Ok(done.set(Cookie::Device, &device.to_text()).without_referrer())
        }
        Err(Failure::Refused(refusal)) if is_of_link(&refusal) => {
            bad_link(&visit, Cookie::Reset, Failure::Refused(refusal))
        }
        Err(Failure::Refused(refusal)) => page(&visit, Some(&refusal)),
        Err(failure) => Err(failure),
    }
}

/// The account of the link in the cookie, and the passwords that may not be chosen again.
async fn before(visit: &Visit) -> Result<(Account, Vec<String>), Failure> {
    let text = visit.cookie(Cookie::Reset).unwrap_or_default();
    let found = visit.read(move |transaction, key| {
        let account = account_of_link(&transaction, key, &text, LinkPurpose::Reset)?;
        let former = former_hashes(&transaction, account.row)?;
        Ok::<_, Error>((account, former))
    });
    found.await
}

fn page(visit: &Visit, refusal: Option<&Refusal>) -> Result<Answer, Failure> {
    let frame = visit.frame.clone();
    let problems = refusal.map(|refusal| refusal.problems.as_slice());
    let page = NewPassword {
        title: "reset-title",
        lead: "reset-lead",
        button: "reset-button",
        action: "/reset",
        errors: refusal.map(|refusal| general(&frame, refusal, &["password"])).unwrap_or_default(),
        username: None,
        password: passwords::field(&frame, problems),
        rules: passwords::rules(&frame, visit.profile(), Occasion::Change, problems),
        frame,
    };
    let answer = Answer::page(&page)?.without_referrer();
    Ok(if refusal.is_some() { answer.refused() } else { answer })
}
