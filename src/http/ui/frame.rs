//! What stands around every page: the language, the theme, who is logged in and where, and who acts as whom.

use super::cookies::Cookie;
use super::login_state::LoggedIn;
use super::style::STYLE;
use crate::domain::{Language, Moment, Theme};
use crate::words::{PAGE_LANGUAGES, PageWords};
use axum::http::{HeaderMap, header};

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the page says.
    pub words: PageWords,
    /// Light or dark.
    pub theme: Theme,
    /// The name of who is logged in.
    pub person: Option<String>,
    /// The name of the environment that is open.
    pub environment: Option<String>,
    /// The name of whom an administrator acts as.
    pub acting_as: Option<String>,
    /// The path of the page, for what leads back to it.
    pub path: String,
    /// Something that was done, said once above the page.
    pub note: Option<&'static str>,
}

/// What may be said above a page, named in the query of its address. Nothing that stands in an address is said itself.
const NOTES: [&str; 14] = [
    "enrolled",
    "reset",
    "password-changed",
    "logged-out",
    "saved",
    "address-asked",
    "address-changed",
    "address-withdrawn",
    "session-ended",
    "sessions-ended",
    "second-factor-on",
    "second-factor-off",
    "impersonation-ended",
    "impersonation-refused",
];

impl Frame {
    /// The frame for whoever sent a request, before it is known who that is.
    pub fn of(headers: &HeaderMap, path: &str, query: Option<&str>) -> Frame {
        let chosen = Cookie::Language.of(headers).and_then(|code| Language::parse(&code).ok());
        let language = chosen.or_else(|| accepted(headers)).unwrap_or(Language::ENGLISH);
        let note = query.and_then(|query| query.strip_prefix("note="));
        Frame {
            words: PageWords::of(language),
            theme: Theme::SystemSettings,
            person: None,
            environment: None,
            acting_as: None,
            path: path.to_owned(),
            note: note.and_then(|note| NOTES.into_iter().find(|known| *known == note)),
        }
    }

    /// The same frame for somebody who is logged in.
    pub fn with(self, login_state: &LoggedIn) -> Frame {
        let mut frame = self;
        frame.person = Some(login_state.session.account.username.clone());
        if let Some(here) = &login_state.current {
            let membership = &here.membership;
            frame.person = Some(membership.name.to_string());
            frame.environment = Some(here.environment.name.to_string());
            frame.theme = membership.theme;
            frame.words = PageWords {
                language: membership.language,
                locale: membership.locale,
                zone: here.environment.policy.time_zone.clone(),
            };
            frame.acting_as = login_state.session.impersonator.as_ref().map(|_| membership.name.to_string());
        }
        frame
    }

    /// A sentence by its key.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A sentence with a variable.
    pub fn with_text(&self, key: &str, name: &str, value: &str) -> String {
        self.words.with(key, name, value)
    }

    /// A sentence with a number.
    pub fn with_number(&self, key: &str, name: &str, value: &u32) -> String {
        self.words.with(key, name, *value)
    }

    /// A moment as the reader has it.
    pub fn moment(&self, moment: &Moment) -> String {
        self.words.moment(*moment)
    }

    /// The sentence about what was done, if something was.
    pub fn note_text(&self) -> Option<String> {
        self.note.map(|note| self.say(&format!("note-{note}")))
    }

    /// The code of the language, as HTML has it.
    pub fn language(&self) -> &'static str {
        self.words.language.code()
    }

    /// The languages that can be chosen, each with its own name.
    pub fn languages(&self) -> [(&'static str, &'static str); 6] {
        PAGE_LANGUAGES
    }

    /// Where the style sheet is.
    pub fn style(&self) -> &'static str {
        &STYLE
    }

    /// Which entry of the navigation the page is at.
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path
    }
}

/// The language that the browser would like most, of those that there are.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    const MOST: usize = 20;
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for wish in text.split(',').take(MOST) {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse::<f32>().ok());
        let code = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let (Some(weight), Ok(language)) = (weight, Language::parse(&code))
            && weight > 0.0
            && best.is_none_or(|(most, _)| weight > most)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn language(accept: &str) -> &'static str {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accept).unwrap())]);
        Frame::of(&headers, "/", None).language()
    }

    #[test]
    fn the_browser_says_which_language_it_would_like() {
        assert_eq!(language("pl-PL,pl;q=0.9,en;q=0.8"), "pl");
        assert_eq!(language("da, en-gb;q=0.8, nl;q=0.9"), "nl");
        assert_eq!(language("de;q=0, *;q=0.5"), "en");
        assert_eq!(language("de;q=x,,;;="), "en");
    }

    #[test]
    fn a_note_is_one_that_is_known() {
        let note = |query| Frame::of(&HeaderMap::new(), "/", Some(query)).note_text();
        assert!(note("note=saved").is_some_and(|text| text != "note-saved"));
        assert_eq!(note("note=<b>"), None);
        for known in NOTES {
            assert!(PageWords::of(Language::ENGLISH).has(&format!("note-{known}")), "{known}");
        }
    }
}
