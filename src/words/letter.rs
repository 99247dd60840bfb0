//! The text of a letter: the sentences come from the word files, the layout from `letter.txt` and `letter.html`.

use super::outline::Outline;
use super::sentences::Sentences;
use crate::domain::{
    EmailAddress, Fault, LANGUAGES, Language, Letter, LetterKind, LetterStatus, LinkPurpose, Moment, Policy, PublicId,
};
use askama::Template;
use fluent_bundle::FluentArgs;

/// Renders a letter in its language.
///
/// # Errors
/// Returns a fault if the word file lacks a sentence; tests check that none is missing.
pub fn letter(letter: &Letter, link: Link<'_>) -> Result<LetterText, Fault> {
    let sentences = Sentences::of(letter.language)?;
    let values = values_of(letter);
    let say = |key| sentences.say(key, &values);
    if letter.kind == LetterKind::Message {
        return message(letter, &say("message-footer")?);
    }
    let outline = Outline::of(letter);
    let all = |keys: &[&'static str]| keys.iter().map(|key| say(key)).collect::<Result<Vec<_>, _>>();
    let link = match outline.button {
        None => None,
        Some(button) => Some(PageLink {
            label: say(button)?,
            address: link.address(),
            shown: match link {
                Link::AtDelivery => say("link-later")?,
                Link::Address(address) => address.to_owned(),
            },
            by_hand: say("link-by-hand")?,
        }),
    };
    lay_out(Page {
        language: letter.language.code(),
        subject: say(outline.subject)?,
        greeting: Some(say("greeting")?),
        before: all(outline.before)?,
        link,
        after: all(outline.after)?,
        regards: Some(say("regards")?),
        signature: signature(letter),
        footer: say("footer")?,
    })
}

/// Returns the signature: the sender of the environment, or its name by default. The program signs letters of the installation.
fn signature(letter: &Letter) -> &str {
    match &letter.sender {
        Some(sender) => sender,
        None if letter.environment.is_empty() => "enlist",
        None => &letter.environment,
    }
}

/// Renders the text of a script unchanged; a blank line ends a paragraph. The footer names the origin, because a script may write
/// anything.
fn message(letter: &Letter, footer: &str) -> Result<LetterText, Fault> {
    let body = letter.body.as_deref().unwrap_or_default();
    lay_out(Page {
        language: letter.language.code(),
        subject: letter.subject.clone().unwrap_or_default(),
        greeting: None,
        before: paragraphs(body),
        link: None,
        after: Vec::new(),
        regards: None,
        signature: "",
        footer: footer.to_owned(),
    })
}

fn paragraphs(body: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in body.lines().map(str::trim_end) {
        match paragraphs.last_mut() {
            _ if line.is_empty() => is_open = false,
            Some(last) if is_open => {
                last.push('\n');
                last.push_str(line);
            }
            _ => {
                paragraphs.push(line.to_owned());
                is_open = true;
            }
        }
    }
    paragraphs
}

fn lay_out(page: Page) -> Result<LetterText, Fault> {
    let fault = |error| Fault::new("rendering a letter", error);
    Ok(LetterText {
        text: Text { page: &page }.render().map_err(fault)?,
        html: Html { page: &page }.render().map_err(fault)?,
        subject: page.subject,
    })
}

/// A rendered letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterText {
    /// The subject, on one line.
    pub subject: String,
    /// The plain text: each paragraph is one line, followed by a blank line.
    pub text: String,
    /// The same paragraphs as an HTML page, with a button for the link.
    pub html: String,
}

/// The link of a letter, if its kind has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link<'a> {
    /// The link is created at delivery (SECURITY 2.6). Until then a placeholder in the language of the letter is shown.
    AtDelivery,
    /// The whole address.
    Address(&'a str),
}

/// Returns samples of every kind of letter in every language, with and without a sender and a link, for tests and for visual
/// inspection.
pub fn samples() -> Vec<Letter> {
    let languages = LANGUAGES.iter().filter_map(|(written, ..)| Language::parse(written).ok());
    let kinds = || LetterKind::TEXTS.iter().filter_map(|text| LetterKind::from_text(text));
    languages
        .flat_map(|language| kinds().map(move |kind| (language, kind)))
        .flat_map(|(language, kind)| [None, Some("Example B.V.")].map(|sender| sample(language, kind, sender)))
        .collect()
}

fn sample(language: Language, kind: LetterKind, sender: Option<&str>) -> Letter {
    let is_message = matches!(kind, LetterKind::Message);
    let is_of_environment = kind.is_of_environment();
    let has_link = matches!(kind, LetterKind::Welcome | LetterKind::Reset | LetterKind::AddressConfirm)
        || (kind == LetterKind::Locked && sender.is_some());
    let created_at = Moment(1_672_531_200_000_000);
    Letter {
        id: PublicId::from_digits([7; PublicId::LENGTH]),
        kind,
        language,
        to: EmailAddress::stored("John.Smith@example.com".to_owned(), "john.smith@example.com".to_owned()),
        name: "John Smith".to_owned(),
        environment: if is_of_environment { "Example Environment".to_owned() } else { String::new() },
        sender: sender.filter(|_| is_of_environment).map(str::to_owned),
        subject: is_message.then(|| "Your plan in Example Environment".to_owned()),
        body: is_message.then(|| "John Smith,\nyour plan is ready.\n\nPlease look at it today.".to_owned()),
        link: has_link.then_some(1),
        status: LetterStatus::Waiting,
        attempts: 0,
        next_at: Some(created_at),
        problem: None,
        created_at,
    }
}

impl<'a> Link<'a> {
    fn address(self) -> Option<&'a str> {
        match self {
            Link::AtDelivery => None,
            Link::Address(address) => Some(address),
        }
    }
}

/// The data of both layouts.
struct Page<'a> {
    language: &'a str,
    subject: String,
    /// The greeting; `None` for a message, whose author decides.
    greeting: Option<String>,
    /// The paragraphs before the link.
    before: Vec<String>,
    link: Option<PageLink<'a>>,
    /// The paragraphs after the link.
    after: Vec<String>,
    /// The closing; `None` for a message.
    regards: Option<String>,
    signature: &'a str,
    footer: String,
}

struct PageLink<'a> {
    /// The label of the button.
    label: String,
    address: Option<&'a str>,
    /// The address, or the placeholder before delivery.
    shown: String,
    /// The help in case the button does not work.
    by_hand: String,
}

#[derive(Template)]
#[template(path = "words/letter.txt")]
struct Text<'a> {
    page: &'a Page<'a>,
}

#[derive(Template)]
#[template(path = "words/letter.html")]
struct Html<'a> {
    page: &'a Page<'a>,
}

fn values_of(letter: &Letter) -> FluentArgs<'_> {
    let mut values = FluentArgs::new();
    values.set("name", letter.name.as_str());
    values.set("environment", letter.environment.as_str());
    values.set(
        "days",
        match letter.kind {
            LetterKind::Inactivity => Policy::INACTIVITY_NOTICE_DAYS,
            _ => LinkPurpose::Enrol.hours() / 24,
        },
    );
    values.set(
        "hours",
        match letter.kind {
            LetterKind::AddressConfirm => LinkPurpose::Address.hours(),
            _ => LinkPurpose::Reset.hours(),
        },
    );
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: Link<'static> = Link::Address("https://enlist.example/enrol?token=a&b=\"c\"");

    fn english(kind: LetterKind) -> Letter {
        sample(Language::ENGLISH, kind, None)
    }

    #[test]
    fn every_sample_renders_in_every_language() {
        let samples = samples();
        assert_eq!(samples.len(), LANGUAGES.len() * LetterKind::TEXTS.len() * 2);
        for sample in samples {
            for link in [Link::AtDelivery, LINK] {
                let LetterText { subject, text, html } = letter(&sample, link).unwrap();
                for part in [&subject, &text, &html] {
                    assert!(!part.contains("{$") && !part.contains("{ $"), "{part}");
                    assert!(!part.contains(['\u{2068}', '\u{2069}', '\r', '\t']), "{part}");
                    let is_named = sample.kind.is_of_environment();
                    assert_eq!(part.contains("Example Environment"), is_named, "{part}");
                }
                assert!(!subject.contains('\n'));
                assert!(!text.contains("\n\n\n") && !text.ends_with('\n'), "{text:?}");
                assert!(text.contains("John Smith") && html.contains("John Smith"));
                assert!(html.contains(&format!("<html lang=\"{}\"", sample.language.code())));
                assert!(!html.contains("<img") && !html.contains("<style") && !html.contains("url("));
                let signed = sample.sender.is_some() && sample.kind != LetterKind::Message;
                assert_eq!(html.contains("Example B.V."), signed);
                assert_eq!(text.contains("\nenlist\n"), !sample.kind.is_of_environment(), "{text}");
                let linked = sample.link.is_some() && link == LINK;
                assert_eq!(html.contains("href="), linked, "{html}");
                assert_eq!(text.contains("https://"), linked, "{text}");
                let counts_days = matches!(sample.kind, LetterKind::Welcome | LetterKind::Inactivity);
                assert_eq!(text.contains("14"), counts_days);
                assert_eq!(text.contains("24"), sample.kind == LetterKind::AddressConfirm);
            }
        }
    }

    #[test]
    fn a_welcome_letter_in_full() {
        let mut welcome = english(LetterKind::Welcome);
        welcome.sender = Some("Example B.V.".to_owned());
        let written = letter(&welcome, Link::Address("https://enlist.example/enrol")).unwrap();
        assert_eq!(written.subject, "Your new account for Example Environment");
        let text = "Hello John Smith,\n\
            \n\
            An account has been created for you in Example Environment.\n\
            \n\
            To begin, choose a username and a password:\n\
            \n\
            https://enlist.example/enrol\n\
            \n\
            The link is valid for 14 days.\n\
            \n\
            If you did not expect this e-mail, you can simply ignore it.\n\
            \n\
            Kind regards,\n\
            Example B.V.\n\
            \n\
            This e-mail was sent automatically. Please do not reply to it.";
        assert_eq!(written.text, text);
    }

    #[test]
    fn an_inactivity_letter_in_full() {
        let written = letter(&english(LetterKind::Inactivity), Link::AtDelivery).unwrap();
        assert_eq!(written.subject, "Your access to Example Environment is about to end");
        let text = "Hello John Smith,\n\
            \n\
            You have not used Example Environment for a long time.\n\
            \n\
            To keep your access, log in and open Example Environment within 14 days.\n\
            \n\
            Otherwise your access ends. The administrator of Example Environment can restore it.\n\
            \n\
            Kind regards,\n\
            Example Environment\n\
            \n\
            This e-mail was sent automatically. Please do not reply to it.";
        assert_eq!(written.text, text);
    }

    #[test]
    fn before_delivery_a_placeholder_is_shown_for_the_link() {
        let english = letter(&english(LetterKind::Welcome), Link::AtDelivery).unwrap();
        assert!(english.text.contains("\n[the link is added when this e-mail is sent]\n"));
        let spanish = Language::parse("sp").unwrap();
        let spanish = letter(&sample(spanish, LetterKind::Welcome, None), Link::AtDelivery).unwrap();
        assert!(spanish.html.contains("[el enlace se añadirá al enviar este correo electrónico]"));
    }

    #[test]
    fn a_name_is_escaped_in_html_and_literal_in_text() {
        let mut hostile = english(LetterKind::Notice);
        hostile.name = "<b>\"Bob\"</b> & {x}".to_owned();
        hostile.environment = "{ $name } <script>".to_owned();
        hostile.sender = Some("<img src=x>".to_owned());
        let written = letter(&hostile, Link::AtDelivery).unwrap();
        assert!(written.text.starts_with("Hello <b>\"Bob\"</b> & {x},\n"));
        assert!(written.text.contains("access to { $name } <script>.\n"));
        assert!(written.html.contains("Hello &#60;b&#62;&#34;Bob&#34;&#60;/b&#62; &#38; {x},"), "{}", written.html);
        for tag in ["<b>", "<script", "<img"] {
            assert!(!written.html.contains(tag), "{tag}");
        }
    }

    #[test]
    fn a_link_cannot_leave_its_attribute() {
        let written = letter(&english(LetterKind::Welcome), LINK).unwrap();
        assert!(written.html.contains("href=\"https://enlist.example/enrol?token=a&#38;b=&#34;c&#34;\""));
        assert!(written.text.contains("\nhttps://enlist.example/enrol?token=a&b=\"c\"\n"));
    }

    #[test]
    fn a_message_is_the_text_of_a_script_and_names_its_origin() {
        let mut hostile = english(LetterKind::Message);
        hostile.subject = Some("<b>Plan</b>".to_owned());
        hostile.body = Some("First <i>line</i>\nsecond { $name }\n\n\n  Second & last\n".to_owned());
        let written = letter(&hostile, LINK).unwrap();
        assert_eq!(written.subject, "<b>Plan</b>");
        let text = "First <i>line</i>\nsecond { $name }\n\n  Second & last\n\n\
            This e-mail was sent by a workflow in Example Environment. Please do not reply to it.";
        assert_eq!(written.text, text);
        assert!(
            written.html.contains("First &#60;i&#62;line&#60;/i&#62;<br>\nsecond { $name }</p>"),
            "{}",
            written.html
        );
        assert!(written.html.contains("in Example Environment. Please"));
        assert!(!written.html.contains("href="));
    }
}
