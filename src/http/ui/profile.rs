//! `/profile`: what a person sees and changes of the own membership and account (SPEC R1.2, R1.3).

use super::answer::Answer;
use super::entering::with_secrets;
use super::form::{Choice, Field, Form, general};
use super::frame::Frame;
use super::passwords::{self, Rule};
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{
    AccountChange, OwnAccount, OwnChange, OwnProfile, ask_address_change, begin_check, change_account_settings,
    change_own_membership, change_password, end_check, former_hashes, show_profile,
};
use crate::domain::{Code, Environment, Error, Membership, Occasion, Problem, Refusal, Session, SessionStep, Theme};
use crate::http::rest::Failure;
use crate::words::PAGE_LANGUAGES;
use askama::Template;

const WHO: Who = Who::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/profile", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/profile", Who::Member, |visit| Box::pin(change_membership(visit))),
    UiRoute::post("/profile/account", WHO, |visit| Box::pin(change_account(visit))),
    UiRoute::post("/profile/address", WHO, |visit| Box::pin(change_address(visit))),
    UiRoute::post("/profile/password", WHO, |visit| Box::pin(choose_password(visit))),
];

/// The page. A form that was refused shows what was typed and what is wrong; the others what is so.
#[derive(Template)]
#[template(path = "http/ui/profile.html")]
struct Page {
    frame: Frame,
    membership: Option<MembershipForm>,
    account: Option<AccountForms>,
}

struct MembershipForm {
    environment: String,
    errors: Vec<String>,
    name: Field,
    email: Field,
    language: Choice,
    locale: Choice,
    theme: Choice,
}

struct AccountForms {
    errors: Vec<String>,
    username: Field,
    default_environment: Choice,
    release_mails: bool,
    disable_cache: bool,
    address_now: String,
    pending: Option<String>,
    address_errors: Vec<String>,
    address: Field,
    password_errors: Vec<String>,
    current: Field,
    password: Field,
    rules: Vec<Rule>,
    recovery_codes: Option<u32>,
}

/// Which form was refused, and why.
enum Refused<'a> {
    Nothing,
    Membership(&'a Refusal),
    Account(&'a Refusal),
    Address(&'a Refusal),
    Password(&'a Refusal),
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    page(&visit, &Refused::Nothing).await
}

async fn change_membership(visit: Visit) -> Result<Answer, Failure> {
    let form = visit.form.clone();
    let given = |name: &str| form.has(name).then(|| form.text(name).to_owned());
    let change = OwnChange {
        name: given("name"),
        email: given("email"),
        language: given("language"),
        locale: given("locale"),
        theme: given("theme"),
    };
    match visit.work(move |work| change_own_membership(work, &change)).await {
        Ok(_) => Ok(Answer::to("/profile?note=saved")),
        Err(Failure::Refused(refusal)) => page(&visit, &Refused::Membership(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn change_account(visit: Visit) -> Result<Answer, Failure> {
    let (session, form) = (visit.session()?, visit.form.clone());
    let chosen = form.text("defaultEnvironment").to_owned();
    let change = AccountChange {
        username: form.has("username").then(|| form.text("username").to_owned()),
        default_environment: form.has("defaultEnvironment").then(|| Some(chosen).filter(|id| !id.is_empty())),
        // A box that is not ticked is not sent.
        release_mails: Some(form.has("releaseMails")),
        disable_cache: Some(form.has("disableCache")),
    };
    match visit.write(move |transaction, _| change_account_settings(transaction, &session, change.clone())).await {
        Ok(_) => Ok(Answer::to("/profile?note=saved")),
        Err(Failure::Refused(refusal)) => page(&visit, &Refused::Account(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn change_address(visit: Visit) -> Result<Answer, Failure> {
    let (session, address) = (visit.session()?, visit.form.text("address").to_owned());
    match visit.write(move |transaction, _| ask_address_change(transaction, &session, &address)).await {
        Ok(_) => Ok(Answer::to("/profile?note=address-asked")),
        Err(Failure::Refused(refusal)) => page(&visit, &Refused::Address(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

/// The present password is asked for, and counted like a login. Afterwards the session has a new secret, and no other is left.
async fn choose_password(visit: Visit) -> Result<Answer, Failure> {
    let session = visit.session()?;
    if session.impersonator.is_some() {
        return Err(Problem::new(Code::ActingAsAnother, "a password belongs to the person alone").into());
    }
    match choose(&visit, session).await? {
        Ok(answer) => Ok(answer),
        Err(refusal) => page(&visit, &Refused::Password(&refusal)).await,
    }
}

async fn choose(visit: &Visit, session: Session) -> Result<Result<Answer, Refusal>, Failure> {
    let (device, from, asked) = (visit.device(), visit.from(), session.clone());
    let begun = visit.write(move |transaction, _| begin_check(transaction, &asked, device.clone(), from));
    let attempt = match begun.await {
        Ok(attempt) => attempt,
        Err(Failure::Refused(refusal)) => return Ok(Err(refusal)),
        Err(failure) => return Err(failure),
    };
    let is_right = visit.verify(visit.form.text("current").to_owned(), attempt.hash.clone()).await?;
    if !visit.write(move |transaction, _| end_check(transaction, attempt.clone(), is_right)).await? {
        return Ok(Err(Problem::new(Code::WrongPassword, "not the present password").of("current").into()));
    }
    let row = session.account.row;
    let former = visit.read(move |transaction, _| Ok::<_, Error>(former_hashes(&transaction, row)?)).await?;
    let own = own_of(visit, &session);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let problems = passwords::check(visit, visit.profile(), Occasion::Change, &own, former).await?;
    if !problems.is_empty() {
        return Ok(Err(Refusal { problems }));
    }
    let hash = visit.hash(visit.form.text("password").to_owned()).await?;
    let device = visit.device();
    let entered =
        visit.write(move |transaction, _| change_password(transaction, &session, hash.clone(), device.as_ref()));
    Ok(Ok(with_secrets(Answer::to("/profile?note=password-changed"), &entered.await?)))
}

/// What belongs to the person and stands in no password.
fn own_of(visit: &Visit, session: &Session) -> Vec<String> {
    let mut own = vec![session.account.username.clone(), session.account.address.to_string()];
    let here = visit.standing.as_ref().and_then(|standing| standing.here.as_ref());
    own.extend(here.map(|here| here.membership.name.to_string()));
    own
}

async fn page(visit: &Visit, refused: &Refused<'_>) -> Result<Answer, Failure> {
    let session = visit.session()?;
    let is_somewhere = visit.standing.as_ref().is_some_and(|standing| standing.here.is_some());
    let session = match is_somewhere {
        true => session,
        // The environment may have been closed to the person; the account is shown all the same.
        false => Session { environment: None, ..session },
    };
    let OwnProfile { account, membership } =
        visit.read(move |transaction, _| show_profile(transaction, &session)).await?;
    let page = Page {
        membership: membership.map(|(environment, membership)| {
            MembershipForm::of(&visit.frame, &visit.form, &environment, &membership, refused)
        }),
        account: account.map(|account| AccountForms::of(visit, &account, refused)),
        frame: visit.frame.clone(),
    };
    let answer = Answer::page(&page)?;
    Ok(if matches!(refused, Refused::Nothing) { answer } else { answer.refused() })
}

impl MembershipForm {
    fn of(
        frame: &Frame,
        form: &Form,
        environment: &Environment,
        membership: &Membership,
        refused: &Refused<'_>,
    ) -> MembershipForm {
        let refusal = match refused {
            Refused::Membership(refusal) => Some(*refusal),
            _ => None,
        };
        let problems = refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default();
        let value = |name: &str, now: &str| match refusal {
            Some(_) if form.has(name) => form.text(name).to_owned(),
            _ => now.to_owned(),
        };
        let name = Field::text(frame, "name", "name", &value("name", membership.name.as_str()));
        let name = Field { label: frame.say("field-member-name"), ..name };
        let email = Field::address(frame, "email", &value("email", membership.email.as_str()));
        let languages = |now: &str| -> Vec<(String, String)> {
            // The documented code for Spanish stays as it was given.
            let written = |code: &str| match now {
                "sp" if code == "es" => "sp".to_owned(),
                _ => code.to_owned(),
            };
            PAGE_LANGUAGES.iter().map(|(code, name)| (written(code), (*name).to_owned())).collect()
        };
        let themes =
            Theme::TEXTS.iter().map(|text| ((*text).to_owned(), frame.say(&format!("theme-{text}")))).collect();
        let (language, locale) = (membership.language.written(), membership.locale.written());
        let options = ["name", "environmentEmail", "language", "locale", "theme"];
        MembershipForm {
            environment: environment.name.to_string(),
            errors: refusal.map(|refusal| general(frame, refusal, &options)).unwrap_or_default(),
            name: name.with_problems(frame, problems, &["name"]),
            email: email.with_problems(frame, problems, &["environmentEmail"]),
            language: Choice::of(frame, "language", &value("language", language), languages(language)),
            locale: Choice::of(frame, "locale", &value("locale", locale), languages(locale)),
            theme: Choice::of(frame, "theme", &value("theme", membership.theme.as_str()), themes),
        }
    }
}

impl AccountForms {
    fn of(visit: &Visit, own: &OwnAccount, refused: &Refused<'_>) -> AccountForms {
        let (frame, form) = (&visit.frame, &visit.form);
        let (mut settings, mut address, mut password) = (None, None, None);
        match refused {
            Refused::Account(refusal) => settings = Some(*refusal),
            Refused::Address(refusal) => address = Some(*refusal),
            Refused::Password(refusal) => password = Some(*refusal),
            Refused::Nothing | Refused::Membership(_) => {}
        }
        let said = |refusal: Option<&Refusal>, options: &[&str]| {
            refusal.map(|refusal| general(frame, refusal, options)).unwrap_or_default()
        };
        let problems = |refusal: Option<&Refusal>| refusal.map(|r| r.problems.clone()).unwrap_or_default();
        let username = if settings.is_some() { form.text("username") } else { &own.account.username };
        let default = own.environments.iter().find(|choice| choice.is_default);
        let default = default.map(|choice| choice.environment.id.to_string()).unwrap_or_default();
        let mut options = vec![(String::new(), frame.say("no-default"))];
        options.extend(
            own.environments
                .iter()
                .map(|choice| (choice.environment.id.to_string(), choice.environment.name.to_string())),
        );
        let of_password: Vec<Problem> =
            problems(password).into_iter().filter(|problem| problem.option.as_deref() == Some("password")).collect();
        let of_password = Some(of_password.as_slice()).filter(|problems| !problems.is_empty());
        let typed = if address.is_some() { form.text("address") } else { "" };
        AccountForms {
            errors: said(settings, &["username", "defaultEnvironment"]),
            username: Field::text(frame, "username", "username", username).with_problems(
                frame,
                &problems(settings),
                &["username"],
            ),
            default_environment: Choice::of(frame, "defaultEnvironment", &default, options),
            release_mails: own.settings.release_mails,
            disable_cache: own.settings.disable_cache,
            address_now: own.account.address.to_string(),
            pending: own.pending_address.as_ref().map(ToString::to_string),
            address_errors: said(address, &["address", "globalEmailAddress"]),
            address: Field::address(frame, "address", typed).with_problems(
                frame,
                &problems(address),
                &["address", "globalEmailAddress"],
            ),
            password_errors: said(password, &["password", "current"]),
            current: Field::password(frame, "current", "current-password").with_problems(
                frame,
                &problems(password),
                &["current"],
            ),
            password: passwords::field(frame, of_password),
            rules: passwords::rules(frame, visit.profile(), Occasion::Change, of_password),
            recovery_codes: own.second_factor,
        }
    }
}
