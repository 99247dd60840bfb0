//! The frame around the content of every page: language, theme, person, environment, and the banner of an impersonation.

use super::cookies::Cookie;
use super::login_state::LoggedIn;
use super::style::STYLE;
use crate::domain::{Language, Moment, Theme};
use crate::words::{PAGE_LANGUAGES, PageWords};
use axum::http::{HeaderMap, header};

/// The frame around the content of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The sentences of the page, in its language.
    pub words: PageWords,
    /// The theme, light or dark.
    pub theme: Theme,
    /// The name of the person who is logged in.
    pub person: Option<String>,
    /// The name of the open environment.
    pub environment: Option<String>,
    /// The name of the user as whom an administrator acts.
    pub acting_as: Option<String>,
    /// The path of the page, to return to it.
    pub path: String,
    /// The notice of a finished action, shown once above the content.
    pub note: Option<&'static str>,
}

/// The notices that the query of an address can name. Text from the address itself is never shown.
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
    /// Creates the frame of a request, before the person is known.
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

    /// Adds the person who is logged in.
    pub fn with(self, login_state: &LoggedIn) -> Frame {
        let mut frame = self;
        frame.person = Some(login_state.session.account.username.clone());
        if let Some(current) = &login_state.current {
            let membership = &current.membership;
            frame.person = Some(membership.name.to_string());
            frame.environment = Some(current.environment.name.to_string());
            frame.theme = membership.theme;
            frame.words = PageWords {
                language: membership.language,
                locale: membership.locale,
                zone: current.environment.policy.time_zone.clone(),
            };
            frame.acting_as = login_state.session.impersonator.as_ref().map(|_| membership.name.to_string());
        }
        frame
    }

    /// Returns a sentence by its key.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// Returns a sentence with a variable.
    pub fn with_text(&self, key: &str, name: &str, value: &str) -> String {
        self.words.with(key, name, value)
    }

    /// Returns a sentence with a number.
    pub fn with_number(&self, key: &str, name: &str, value: &u32) -> String {
        self.words.with(key, name, *value)
    }

    /// Returns a moment in the locale and time zone of the reader.
    pub fn moment(&self, moment: &Moment) -> String {
        self.words.moment(*moment)
    }

    /// Returns the sentence of the notice, if there is one.
    pub fn note_text(&self) -> Option<String> {
        self.note.map(|note| self.say(&format!("note-{note}")))
    }

    /// Returns the code of the language for HTML.
    pub fn language(&self) -> &'static str {
        self.words.language.code()
    }

    /// Returns the languages of the pages: code and own name.
    pub fn languages(&self) -> [(&'static str, &'static str); 6] {
        PAGE_LANGUAGES
    }

    /// Returns the path of the style sheet.
    pub fn style(&self) -> &'static str {
        &STYLE
    }

    /// Returns whether the page has this path.
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path
    }
}

/// Returns the language that the browser prefers among those of the pages.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    const MOST: usize = 20;
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for range in text.split(',').take(MOST) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
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
    fn the_preferred_language_of_the_browser_is_used() {
        assert_eq!(language("pl-PL,pl;q=0.9,en;q=0.8"), "pl");
        assert_eq!(language("da, en-gb;q=0.8, nl;q=0.9"), "nl");
        assert_eq!(language("de;q=0, *;q=0.5"), "en");
        assert_eq!(language("de;q=x,,;;="), "en");
    }

    #[test]
    fn only_known_notices_are_shown() {
        let note = |query| Frame::of(&HeaderMap::new(), "/", Some(query)).note_text();
        assert!(note("note=saved").is_some_and(|text| text != "note-saved"));
        assert_eq!(note("note=<b>"), None);
        for known in NOTES {
            assert!(PageWords::of(Language::ENGLISH).has(&format!("note-{known}")), "{known}");
        }
    }
}
