//! Stores letters of scripts to users of the environment (SPEC R2.7).

use crate::directory::find::find_user;
use crate::directory::may::may;
use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, Required, missing, read_options};
use crate::directory::user::invite::write_message;
use crate::domain::{AccountStatus, Code, Error, Fault, Grant, Name, Problem, Problems, User};
use crate::store::Work;

/// The options of one call of `sendMail`.
#[derive(Debug, Default)]
pub struct MailDraft {
    to: Option<Vec<String>>,
    subject: Option<Name>,
    text: Option<String>,
    include_inactive: bool,
}

impl MailDraft {
    /// Reads the options of a call, and adds every problem.
    pub fn read(options: &Options, problems: &mut Problems) -> MailDraft {
        let mut draft = MailDraft::default();
        read_options(MAIL_OPTIONS, options, &mut draft, problems);
        let given = [
            ("to", draft.to.is_some(), "a letter goes to somebody"),
            ("subject", draft.subject.is_some(), "a letter has a subject"),
            ("text", draft.text.is_some(), "a letter says something"),
        ];
        for (name, is_given, why) in given {
            if !is_given && !problems.concern(name) {
                problems.add(missing(MAIL_OPTIONS, name, why));
            }
        }
        draft
    }
}

/// The maximum number of recipients of one call.
const MOST: usize = 100;

/// The maximum length of a text, in characters.
const MOST_TEXT: usize = 20_000;

/// Stores a letter to each of the users, at their address in this environment. Returns the number of letters. A user
/// who has reached the daily limit of letters gets none, and the run gets a warning.
///
/// # Errors
/// Returns a refusal with all problems: recipients who are not users of the environment or are excluded, and an invalid
/// subject or text. Then nobody gets a letter. Returns a fault if the database fails.
pub fn send_mail(work: &mut Work, options: &Options) -> Result<usize, Error> {
    let mut problems = Problems::default();
    if let Err(problem) = may(work, Grant::MailSend) {
        problems.add(problem);
    }
    let draft = MailDraft::read(options, &mut problems);
    let recipients = recipients(work, draft.to.as_deref().unwrap_or_default(), &mut problems)?;
    for user in recipients.iter().filter(|user| !is_reached(user, draft.include_inactive)) {
        problems.add(not_reached(user));
    }
    problems.refuse()?;
    let (Some(subject), Some(text)) = (draft.subject, draft.text) else {
        return Ok(0);
    };
    let mut written = 0;
    for user in &recipients {
        if write_message(work, user, &subject, &text)? {
            written += 1;
        }
    }
    Ok(written)
}

/// Returns whether a user can get letters of scripts: active users, and inactive ones on request. Banned users, and
/// users whose account is banned or obfuscated, never get any.
fn is_reached(user: &User, include_inactive: bool) -> bool {
    let is_gone = matches!(user.account.status, AccountStatus::Banned | AccountStatus::Obfuscated);
    !user.membership.banned && !is_gone && (user.membership.active || include_inactive)
}

fn not_reached(user: &User) -> Problem {
    let is_gone = matches!(user.account.status, AccountStatus::Banned | AccountStatus::Obfuscated);
    let (status, help) = match user.membership.banned || is_gone {
        true => ("banned", "remove this recipient; banned users get no e-mails"),
        false => ("inactive", "add `includeInactive: true`, or remove this recipient"),
    };
    Problem::new(Code::WrongStatus, format!("{} is {status}", user.account.address)).of("to").help(help)
}

/// Returns the users with these addresses and ids. A user who is named twice, by address and by id, gets one letter.
fn recipients(work: &Work, to: &[String], problems: &mut Problems) -> Result<Vec<User>, Fault> {
    let mut users: Vec<User> = Vec::with_capacity(to.len());
    for address_or_id in to {
        match find_user(work, address_or_id) {
            Ok(user) if users.iter().any(|other| other.account.row == user.account.row) => {}
            Ok(user) => users.push(user),
            Err(Error::Refused(refusal)) => {
                refusal.problems.into_iter().for_each(|problem| problems.add(problem.of("to")))
            }
            Err(Error::Fault(fault)) => return Err(fault),
        }
    }
    Ok(users)
}

/// The options of `sendMail`.
pub const MAIL_OPTIONS: &[OptionRow<MailDraft>] = &[
    OptionRow {
        about: option(
            "to",
            Kind::OneOrStrings,
            "\"ada@example.com\"",
            "Who gets it: users of this environment, each by global e-mail address or id; at most 100. The letter goes to \
             their address in this environment.",
        ),
        read: Read::OneOrStrings(|draft, texts| {
            match texts.len() {
                0 => return Err(Problem::new(Code::Empty, "expected a recipient, found an empty array")),
                1..=MOST => {}
                count => {
                    let found = format!("expected at most {MOST} recipients, found {count}");
                    return Err(Problem::new(Code::TooLong, found));
                }
            }
            draft.to = Some(texts.iter().map(|&text| text.to_owned()).collect());
            Ok(())
        }),
    },
    OptionRow {
        about: option(
            "subject",
            Kind::String,
            "\"Your plan is ready\"",
            "The subject, one line of at most 200 characters.",
        ),
        read: Read::String(|draft, text| {
            draft.subject =
                Some(Name::parse(text).map_err(|problem| Problem {
                    message: problem.message.replace("a name", "a subject"),
                    ..problem
                })?);
            Ok(())
        }),
    },
    OptionRow {
        about: option(
            "text",
            Kind::String,
            "\"Dear Ada,\\n\\nplease look at it today.\"",
            "The text, at most 20,000 characters; a blank line ends a paragraph. It is plain text: tags show as they are.",
        ),
        read: Read::String(|draft, text| {
            draft.text = Some(check_text(text)?);
            Ok(())
        }),
    },
    INCLUDE_INACTIVE,
];

const fn option(name: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind, required: Required::Always, extension: false, doc, example, values: &[] }
}

const INCLUDE_INACTIVE: OptionRow<MailDraft> = OptionRow {
    about: AboutOption {
        required: Required::No,
        ..option(
            "includeInactive",
            Kind::Boolean,
            "true",
            "Whether inactive users get it too. Default: false; then an inactive recipient is refused. Banned users never get it.",
        )
    },
    read: Read::Boolean(|draft, value| draft.include_inactive = value),
};

/// Returns the text as it is stored. Line breaks of two characters, as forms send them, become one character.
fn check_text(text: &str) -> Result<String, Problem> {
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Problem::new(Code::Empty, "expected a text, found an empty string"));
    }
    let count = text.chars().count();
    if count > MOST_TEXT {
        return Err(Problem::new(Code::TooLong, format!("expected at most {MOST_TEXT} characters, found {count}")));
    }
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        Some(bad) => {
            let found = format!("expected text, found the control character U+{:04X}", bad as u32);
            Err(Problem::new(Code::BadCharacter, found).help("line breaks and tabs are the only ones allowed"))
        }
        None => Ok(text),
    }
}
