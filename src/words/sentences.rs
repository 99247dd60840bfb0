//! The word files: sentences by key, read once per thread and language.

use crate::domain::{Fault, Language};
use fluent_bundle::{FluentArgs, FluentBundle, FluentError, FluentResource};
use std::cell::RefCell;
use std::rc::Rc;
use unic_langid::LanguageIdentifier;

/// The sentences of one language.
pub(super) struct Sentences(FluentBundle<FluentResource>);

/// The word files of pages, by ISO 639-1 code.
pub(super) const PAGES: [(&str, &str); 6] = [
    ("en", include_str!("pages/en.ftl")),
    ("nl", include_str!("pages/nl.ftl")),
    ("de", include_str!("pages/de.ftl")),
    ("fr", include_str!("pages/fr.ftl")),
    ("es", include_str!("pages/es.ftl")),
    ("pl", include_str!("pages/pl.ftl")),
];

/// The word files of letters, likewise.
const FILES: [(&str, &str); 6] = [
    ("en", include_str!("en.ftl")),
    ("nl", include_str!("nl.ftl")),
    ("de", include_str!("de.ftl")),
    ("fr", include_str!("fr.ftl")),
    ("es", include_str!("es.ftl")),
    ("pl", include_str!("pl.ftl")),
];

/// The files of dates, by the same codes.
const DATES: [(&str, &str); 6] = [
    ("en", include_str!("dates/en.ftl")),
    ("nl", include_str!("dates/nl.ftl")),
    ("de", include_str!("dates/de.ftl")),
    ("fr", include_str!("dates/fr.ftl")),
    ("es", include_str!("dates/es.ftl")),
    ("pl", include_str!("dates/pl.ftl")),
];

thread_local! {
    /// The languages this thread has met. Reading a file costs more than laying out a letter, and thousands of letters may be
    /// exported at once; a bundle cannot be shared between threads, and a lock would be waited for.
    static READ: RefCell<Vec<(&'static str, Rc<Sentences>)>> = const { RefCell::new(Vec::new()) };

    /// The same for pages.
    static READ_PAGES: RefCell<Vec<(&'static str, Rc<Sentences>)>> = const { RefCell::new(Vec::new()) };

    /// The same for dates.
    static READ_DATES: RefCell<Vec<(&'static str, Rc<Sentences>)>> = const { RefCell::new(Vec::new()) };
}

impl Sentences {
    /// The sentences of letters in a language.
    ///
    /// # Errors
    /// A language without a word file, or a word file with an error in it.
    pub fn of(language: Language) -> Result<Rc<Sentences>, Fault> {
        READ.with_borrow_mut(|read| known_or_read(read, &FILES, language.code()))
    }

    /// The sentences of pages in a language.
    ///
    /// # Errors
    /// As [`Sentences::of`].
    pub fn of_pages(language: Language) -> Result<Rc<Sentences>, Fault> {
        READ_PAGES.with_borrow_mut(|read| known_or_read(read, &PAGES, language.code()))
    }

    /// The month names and patterns of dates in a locale.
    ///
    /// # Errors
    /// As [`Sentences::of`].
    pub fn of_dates(locale: Language) -> Result<Rc<Sentences>, Fault> {
        READ_DATES.with_borrow_mut(|read| known_or_read(read, &DATES, locale.code()))
    }

    /// Whether there is a sentence with this key.
    pub fn has(&self, key: &str) -> bool {
        self.0.has_message(key)
    }

    /// The sentence with this key, its variables filled in.
    ///
    /// # Errors
    /// A key that the file does not have, or a variable that is not among `values`: half a sentence is never sent.
    pub fn say(&self, key: &str, values: &FluentArgs) -> Result<String, Fault> {
        let pattern = self.0.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            return Err(Fault::new(format!("sentence `{key}`"), "it is not in the word file"));
        };
        let mut errors = Vec::new();
        let sentence = self.0.format_pattern(pattern, Some(values), &mut errors);
        match errors.is_empty() {
            true => Ok(sentence.into_owned()),
            false => Err(Fault::new(format!("sentence `{key}`"), all(&errors))),
        }
    }
}

/// What a thread has read, and what it reads now.
fn known_or_read(
    read: &mut Vec<(&'static str, Rc<Sentences>)>,
    files: &[(&str, &str)],
    code: &'static str,
) -> Result<Rc<Sentences>, Fault> {
    if let Some((_, sentences)) = read.iter().find(|(known, _)| *known == code) {
        return Ok(Rc::clone(sentences));
    }
    let sentences = Rc::new(read_file(files, code)?);
    read.push((code, Rc::clone(&sentences)));
    Ok(sentences)
}

fn read_file(files: &[(&str, &str)], code: &str) -> Result<Sentences, Fault> {
    let fault = |why: String| Fault::new(format!("words of language `{code}`"), why);
    let Some((_, text)) = files.iter().find(|(known, _)| *known == code) else {
        return Err(fault("there is no word file".to_owned()));
    };
    let language: LanguageIdentifier = code.parse().map_err(|_| fault("the code is not a language tag".to_owned()))?;
    let mut bundle = FluentBundle::new(vec![language]);
    // The isolating marks around variables are invisible characters, which subjects and addresses must not have.
    bundle.set_use_isolating(false);
    let read = FluentResource::try_new((*text).to_owned());
    let resource = read.map_err(|(_, errors)| fault(format!("{errors:?}")))?;
    bundle.add_resource(resource).map_err(|errors| fault(all(&errors)))?;
    Ok(Sentences(bundle))
}

fn all(errors: &[FluentError]) -> String {
    let texts: Vec<String> = errors.iter().map(FluentError::to_string).collect();
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LANGUAGES;
    use std::collections::{BTreeMap, BTreeSet};

    /// The keys of a word file, each with the variables its sentence uses. Read line by line: a key starts in the first
    /// column, and what is indented or closes a brace belongs to the sentence above it.
    fn outline(text: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut outline: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut key = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                key = line.split_once(" = ").expect("a key and a sentence").0;
                assert!(outline.insert(key, BTreeSet::new()).is_none(), "{key} twice");
            }
            for variable in line.split('$').skip(1) {
                let end = variable.find(|c: char| !c.is_ascii_alphanumeric()).expect("an end");
                outline.get_mut(key).expect("a key").insert(&variable[..end]);
            }
        }
        outline
    }

    #[test]
    fn every_file_has_the_same_keys_with_the_same_variables() {
        let english = outline(FILES[0].1);
        assert!(english.len() > 10 && english["welcome-intro"].contains("environment"));
        for (code, text) in FILES {
            assert_eq!(outline(text), english, "{code}");
        }
        let english = outline(PAGES[0].1);
        for (code, text) in PAGES {
            assert_eq!(outline(text), english, "{code}");
        }
    }

    #[test]
    fn every_language_has_a_file_without_errors() {
        for (written, code, name) in LANGUAGES {
            let sentences = Sentences::of(Language::parse(written).unwrap()).unwrap();
            assert_eq!(sentences.0.locales[0].to_string(), *code, "{name}");
        }
        assert_eq!(READ.with_borrow(Vec::len), FILES.len());
    }

    #[test]
    fn half_a_sentence_is_a_fault() {
        let sentences = Sentences::of(Language::ENGLISH).unwrap();
        let missing = sentences.say("greeting", &FluentArgs::new()).unwrap_err();
        assert_eq!(missing.to_string(), "sentence `greeting`: Resolver error: Unknown variable: $name");
        let unknown = sentences.say("farewell", &FluentArgs::new()).unwrap_err();
        assert_eq!(unknown.to_string(), "sentence `farewell`: it is not in the word file");
    }

    #[test]
    fn numbers_take_the_plural_of_the_language() {
        let say = |code: &str, days: i64| {
            let values = FluentArgs::from_iter([("days", days)]);
            let sentences = Sentences::of(Language::parse(code).unwrap()).unwrap();
            sentences.say("welcome-validity", &values).unwrap()
        };
        assert_eq!(say("en", 1), "The link is valid for 1 day.");
        assert_eq!(say("en", 14), "The link is valid for 14 days.");
        assert_eq!(say("pl", 1), "Link jest ważny przez 1 dzień.");
        assert_eq!(say("pl", 3), "Link jest ważny przez 3 dni.");
        assert_eq!(say("fr", 14), "Ce lien est valable 14 jours.");
    }
}
