//! `/profile`: a person's own membership and account, and the forms that change them (SPEC R1.2, R1.3).

use super::context::PageContext;
use super::form::{Choice, Field, Form, general};
use super::frame::Frame;
use super::logged_in::with_session_cookies;
use super::passwords::{self, Rule};
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{
    AccountChange, OwnAccount, OwnChange, OwnProfile, ask_address_change, begin_check, change_account_settings,
    change_own_membership, change_password, end_check, forget_address_change, show_profile,
};
use crate::domain::{Code, Environment, Membership, PasswordPurpose, Problem, Refusal, Session, SessionStep, Theme};
use crate::http::rest::Failure;
use crate::words::PAGE_LANGUAGES;
use askama::Template;

const AUDIENCE: Audience = Audience::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/profile", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/profile", Audience::Member, |context| Box::pin(change_membership(context))),
    UiRoute::post("/profile/account", AUDIENCE, |context| Box::pin(change_account(context))),
    UiRoute::post("/profile/address", AUDIENCE, |context| Box::pin(change_address(context))),
    UiRoute::post("/profile/withdraw-address", AUDIENCE, |context| Box::pin(withdraw_address(context))),
    UiRoute::post("/profile/password", AUDIENCE, |context| Box::pin(choose_password(context))),
];

/// The page. A refused form shows the typed values with their errors; the other forms show the present values.
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

/// The form that was refused, and the refusal.
enum Refused<'a> {
    Nothing,
    Membership(&'a Refusal),
    Account(&'a Refusal),
    Address(&'a Refusal),
    Password(&'a Refusal),
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    page(&context, &Refused::Nothing).await
}

async fn change_membership(context: PageContext) -> Result<PageResponse, Failure> {
    let form = context.form.clone();
    let given = |name: &str| form.has(name).then(|| form.text(name).to_owned());
    let change = OwnChange {
        name: given("name"),
        email: given("email"),
        language: given("language"),
        locale: given("locale"),
        theme: given("theme"),
    };
    match context.work(move |work| change_own_membership(work, &change)).await {
        Ok(_) => Ok(PageResponse::redirect("/profile?note=saved")),
        Err(Failure::Refused(refusal)) => page(&context, &Refused::Membership(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn change_account(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, form) = (context.session()?, context.form.clone());
    let chosen = form.text("defaultEnvironment").to_owned();
    let change = AccountChange {
        username: form.has("username").then(|| form.text("username").to_owned()),
        default_environment: form.has("defaultEnvironment").then(|| Some(chosen).filter(|id| !id.is_empty())),
        // Browsers do not send a box that is not ticked.
        release_mails: Some(form.has("releaseMails")),
        disable_cache: Some(form.has("disableCache")),
    };
    match context.write(move |transaction, _| change_account_settings(transaction, &session, change.clone())).await {
        Ok(_) => Ok(PageResponse::redirect("/profile?note=saved")),
        Err(Failure::Refused(refusal)) => page(&context, &Refused::Account(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn change_address(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, address) = (context.session()?, context.form.text("address").to_owned());
    match context.write(move |transaction, _| ask_address_change(transaction, &session, &address)).await {
        Ok(_) => Ok(PageResponse::redirect("/profile?note=address-asked")),
        Err(Failure::Refused(refusal)) => page(&context, &Refused::Address(&refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn withdraw_address(context: PageContext) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    context.write(move |transaction, _| forget_address_change(transaction, &session)).await?;
    Ok(PageResponse::redirect("/profile?note=address-withdrawn"))
}

/// Changes the password. The present password is required, and each attempt is counted like a login. Afterwards the session
/// has a new secret, and all other sessions have ended.
async fn choose_password(context: PageContext) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    if session.impersonator.is_some() {
        return Err(Problem::new(Code::ActingAsAnother, "a password can be changed only by its owner").into());
    }
    match choose(&context, session).await? {
        Ok(response) => Ok(response),
        Err(refusal) => page(&context, &Refused::Password(&refusal)).await,
    }
}

async fn choose(context: &PageContext, session: Session) -> Result<Result<PageResponse, Refusal>, Failure> {
    let (device, from, asked) = (context.device(), context.client_address(), session.clone());
    let begun = context.write(move |transaction, _| begin_check(transaction, &asked, device.clone(), from));
    let attempt = match begun.await {
        Ok(attempt) => attempt,
        Err(Failure::Refused(refusal)) => return Ok(Err(refusal)),
        Err(failure) => return Err(failure),
    };
    let is_right = context.verify(context.form.text("current").to_owned(), attempt.hash.clone()).await?;
    if !context.write(move |transaction, _| end_check(transaction, attempt.clone(), is_right)).await? {
        return Ok(Err(Problem::new(Code::WrongPassword, "the present password is wrong").of("current").into()));
    }
    match passwords::check(context, &passwords::forbidden(context, &session).await?).await {
        Err(Failure::Refused(refusal)) => return Ok(Err(refusal)),
        checked => checked?,
    }
    let hash = context.hash(context.form.text("password").to_owned()).await?;
    let device = context.device();
    let entered =
        context.write(move |transaction, _| change_password(transaction, &session, hash.clone(), device.as_ref()));
    Ok(Ok(with_session_cookies(PageResponse::redirect("/profile?note=password-changed"), &entered.await?)))
}

async fn page(context: &PageContext, refused: &Refused<'_>) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    let has_environment = context.login_state.as_ref().is_some_and(|login_state| login_state.current.is_some());
    let session = match has_environment {
        true => session,
        // The person may no longer open the environment; the account is shown nevertheless.
        false => Session { environment: None, ..session },
    };
    let OwnProfile { account, membership } =
        context.read(move |transaction, _| show_profile(transaction, &session)).await?;
    let page = Page {
        membership: membership.map(|(environment, membership)| {
            MembershipForm::of(&context.frame, &context.form, &environment, &membership, refused)
        }),
        account: account.map(|account| AccountForms::of(context, &account, refused)),
        frame: context.frame.clone(),
    };
    let response = PageResponse::page(&page)?;
    Ok(if matches!(refused, Refused::Nothing) { response } else { response.unprocessable() })
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
            // The published API has the code `sp` for Spanish: a value that was given so stays so.
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
    fn of(context: &PageContext, own: &OwnAccount, refused: &Refused<'_>) -> AccountForms {
        let (frame, form) = (&context.frame, &context.form);
        let (mut settings, mut address, mut password) = (None, None, None);
        match refused {
            Refused::Account(refusal) => settings = Some(*refusal),
            Refused::Address(refusal) => address = Some(*refusal),
            Refused::Password(refusal) => password = Some(*refusal),
            Refused::Nothing | Refused::Membership(_) => {}
        }
        let errors = |refusal: Option<&Refusal>, options: &[&str]| {
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
            errors: errors(settings, &["username", "defaultEnvironment"]),
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
            address_errors: errors(address, &["address", "globalEmailAddress"]),
            address: Field::address(frame, "address", typed).with_problems(
                frame,
                &problems(address),
                &["address", "globalEmailAddress"],
            ),
            password_errors: errors(password, &["password", "current"]),
            current: Field::password(frame, "current", "current-password").with_problems(
                frame,
                &problems(password),
                &["current"],
            ),
            password: passwords::field(frame, of_password),
            rules: passwords::rules(frame, context.password_profile(), PasswordPurpose::Change, of_password),
            recovery_codes: own.second_factor,
        }
    }
}
