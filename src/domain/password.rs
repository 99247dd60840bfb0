//! The rules of passwords (SPEC R4.2, SECURITY 2.10). `workers/hashers.rs` hashes them.

use super::{Code, Problem, member::words, name_key};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Match, Score, zxcvbn};

/// The password rules of the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PasswordProfile {
    /// At least 8 characters of several kinds, as on the original platform.
    #[default]
    Seed,
    /// At least 15 characters of any kind.
    Modern,
}

/// The occasion on which a password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordPurpose {
    /// The first password of an account.
    Enrolment,
    /// A replacement, by its owner or by a link for a forgotten password.
    Change,
}

/// One rule, for the hints of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// An allowed number of characters.
    Length {
        /// Minimum.
        least: usize,
        /// Maximum.
        most: usize,
    },
    /// Minimum number of the four kinds: digits, capital letters, small letters, other characters.
    Kinds(usize),
    /// No common password, which attackers try first.
    NotCommon,
    /// Not easy to guess: a zxcvbn score of at least 3 of 4.
    NotGuessable,
    /// Does not contain the username, the address or a name.
    NotOwn,
    /// Not one of this number of previous passwords.
    NotFormer(usize),
}

/// Maximum number of characters of a password.
pub const MOST_CHARACTERS: usize = 128;

/// Maximum number of bytes of a password, as UTF-8.
pub const MOST_BYTES: usize = 1_024;

/// Number of recent passwords that cannot be chosen again, including the current one.
pub const FORMER: usize = 10;

words!(PasswordProfile {
    Seed = "seed",
    Modern = "modern",
});

/// Returns the rules of a profile on an occasion, in the order of the page.
pub fn password_rules(profile: PasswordProfile, occasion: PasswordPurpose) -> Vec<PasswordRule> {
    let least = match profile {
        PasswordProfile::Seed => 8,
        PasswordProfile::Modern => 15,
    };
    let mut rules = vec![PasswordRule::Length { least, most: MOST_CHARACTERS }];
    match (profile, occasion) {
        (PasswordProfile::Seed, PasswordPurpose::Enrolment) => rules.push(PasswordRule::Kinds(4)),
        (PasswordProfile::Seed, PasswordPurpose::Change) => rules.push(PasswordRule::Kinds(3)),
        (PasswordProfile::Modern, _) => {}
    }
    rules.extend([PasswordRule::NotCommon, PasswordRule::NotGuessable, PasswordRule::NotOwn]);
    if occasion == PasswordPurpose::Change {
        rules.push(PasswordRule::NotFormer(FORMER));
    }
    rules
}

/// Returns the password as it is hashed: in Unicode's form NFC, so that different keyboards produce the same text. Case and
/// blanks are kept (SECURITY 2.10).
pub fn prepared(password: &str) -> String {
    password.nfc().collect()
}

/// Checks whether a password may be chosen. `own` is the person's data: username, address, names.
///
/// The last ten passwords are not checked here; that needs their hashes. The check takes up to some milliseconds.
///
/// # Errors
/// Returns a problem with its own code for each broken rule, all for the option `password`.
pub fn check_password(
    profile: PasswordProfile,
    occasion: PasswordPurpose,
    password: &str,
    own: &[&str],
) -> Result<(), Vec<Problem>> {
    if let Err(problem) = is_bounded(password) {
        return Err(vec![problem.of("password")]);
    }
    let password = prepared(password);
    let guessing = zxcvbn(&password, own);
    let keeps = |rule: PasswordRule| match rule {
        PasswordRule::Length { least, most } => check_length(&password, least, most),
        PasswordRule::Kinds(least) => check_kinds(&password, least),
        PasswordRule::NotCommon if is_common(&password, guessing.sequence()) => {
            Err(Problem::new(Code::PasswordCommon, "the password is one of those that are tried first")
                .help("choose one that nobody else has, such as several words that do not belong together"))
        }
        // For a common password, the rule above reports the problem.
        PasswordRule::NotGuessable if guessing.score() < Score::Three && !is_common(&password, guessing.sequence()) => {
            Err(Problem::new(Code::PasswordGuessable, "the password is too easy to guess").help(
                "make it longer, such as with words that do not belong together; avoid names, dates, rows of keys",
            ))
        }
        PasswordRule::NotOwn if contains_own(&password, own) => {
            Err(Problem::new(Code::PasswordOwn, "the password contains the username, the address or a name")
                .help("leave out what others know of you"))
        }
        PasswordRule::NotCommon | PasswordRule::NotGuessable | PasswordRule::NotOwn | PasswordRule::NotFormer(_) => {
            Ok(())
        }
    };
    let broken = password_rules(profile, occasion).into_iter().filter_map(|rule| keeps(rule).err());
    let problems: Vec<Problem> = broken.map(|problem| problem.of("password")).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Returns the problem for a password that is one of the last ten.
pub fn used_before() -> Problem {
    Problem::new(Code::PasswordFormer, format!("the password is one of the last {FORMER}"))
        .help("choose one that you have not had here")
        .of("password")
}

/// Checks whether a password is short enough to be checked or hashed.
///
/// # Errors
/// Returns the limit and the found length.
pub fn is_bounded(password: &str) -> Result<(), Problem> {
    if password.len() > MOST_BYTES {
        let message = format!("expected at most {MOST_BYTES} bytes, found {}", password.len());
        return Err(Problem::new(Code::PasswordTooLong, message).help("choose a shorter one"));
    }
    Ok(())
}

fn check_length(password: &str, least: usize, most: usize) -> Result<(), Problem> {
    match password.chars().count() {
        found if found < least => {
            Err(Problem::new(Code::PasswordTooShort, format!("expected at least {least} characters, found {found}")))
        }
        found if found > most => {
            Err(Problem::new(Code::PasswordTooLong, format!("expected at most {most} characters, found {found}"))
                .help("choose a shorter one"))
        }
        _ => Ok(()),
    }
}

fn check_kinds(password: &str, least: usize) -> Result<(), Problem> {
    let is_other = |c: char| !c.is_numeric() && !c.is_uppercase() && !c.is_lowercase();
    let kinds = [
        ("a digit", password.contains(char::is_numeric)),
        ("a capital letter", password.contains(char::is_uppercase)),
        ("a small letter", password.contains(char::is_lowercase)),
        ("a special character", password.contains(is_other)),
    ];
    let found = kinds.iter().filter(|(_, has)| *has).count();
    if found >= least {
        return Ok(());
    }
    let missing: Vec<&str> = kinds.iter().filter(|(_, has)| !has).map(|(kind, _)| *kind).collect();
    let expected = match least {
        4 => "expected a digit, a capital letter, a small letter and a special character".to_owned(),
        _ => format!("expected {least} of: a digit, a capital letter, a small letter, a special character"),
    };
    Err(Problem::new(Code::PasswordKinds, format!("{expected}; found none of: {}", missing.join(", "))))
}

/// Checks whether the whole password is a word of a dictionary, such as the list of the 30,000 most common passwords. Other
/// cases, reversed words and digits for letters count as well.
fn is_common(password: &str, sequence: &[Match]) -> bool {
    let is_word = |found: &Match| matches!(found.pattern, MatchPattern::Dictionary(_));
    matches!(sequence, [only] if is_word(only) && only.token.len() == password.len())
}

/// Shorter parts occur in many words by accident.
const SHORTEST_OWN: usize = 4;

fn contains_own(password: &str, own: &[&str]) -> bool {
    let password = name_key(password);
    let contains = |part: &str| part.chars().count() >= SHORTEST_OWN && password.contains(part);
    own.iter().any(|text| {
        let text = name_key(text);
        // Many people share the domain of an address, so only the local part counts.
        let known = text.split_once('@').map_or(text.as_str(), |(local, _)| local);
        contains(known) || known.split(|c: char| !c.is_alphanumeric()).any(contains)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &[&str] = &["ada", "Ada.Lovelace@example.com", "Ada Lovelace"];

    fn codes(profile: PasswordProfile, occasion: PasswordPurpose, password: &str) -> String {
        let problems = check_password(profile, occasion, password, OWN).err().unwrap_or_default();
        assert!(problems.iter().all(|problem| problem.option.as_deref() == Some("password")));
        problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_rule_that_is_not_kept_is_told() {
        use {PasswordProfile::*, PasswordPurpose::*};
        for (profile, occasion, password, expected) in [
            (Seed, Enrolment, "mAuve-heron-41-tram", ""),
            (Seed, Enrolment, "mauve-heron-41-tram", "E0723"),
            (Seed, Change, "mauve-heron-41-tram", ""),
            (Seed, Change, "mauve-heron-tram", "E0723"),
            (Seed, Enrolment, "", "E0721 E0723 E0725"),
            (Seed, Enrolment, "short", "E0721 E0723 E0724"),
            (Seed, Enrolment, "P@ssw0rd", "E0724"),
            (Seed, Enrolment, "Qwerty123!", "E0725"),
            (Seed, Enrolment, "Summer2023!", "E0725"),
            (Seed, Enrolment, "aaaaaaaaaaaaaaaa", "E0723 E0725"),
            (Seed, Enrolment, "x9!Lovelace-Qv7-brook", "E0726"),
            (Seed, Enrolment, "x9!ADA.lovelace-Qv7-brook", "E0726"),
            (Modern, Enrolment, "mauve heron tram", ""),
            (Modern, Enrolment, "mauve heron", "E0721"),
            (Modern, Change, "111111111111111", "E0725"),
        ] {
            assert_eq!(codes(profile, occasion, password), expected, "{password:?}");
        }
    }

    #[test]
    fn a_password_may_be_in_any_script_and_is_bounded() {
        use {PasswordProfile::*, PasswordPurpose::*};
        assert_eq!(codes(Seed, Enrolment, "Ёжик-тумана-Ω-42-湖"), "");
        assert_eq!(codes(Modern, Enrolment, "湖畔的白鹭在雨中等待一列永不到站的火车"), "");
        let long: String = ('a'..='z').cycle().take(129).collect();
        assert!(codes(Modern, Enrolment, &long).contains("E0722"));
        assert_eq!(codes(Modern, Enrolment, &"é".repeat(513)), "E0722");
    }

    #[test]
    fn it_does_not_matter_how_letters_are_composed_but_case_does() {
        assert_eq!(prepared("A\u{30a}ngstro\u{308}m"), "Ångström");
        assert_eq!(prepared(" Ångström "), " Ångström ");
        // NFC, not NFKC: different letters that look alike stay different.
        assert_ne!(prepared("ﬁt"), prepared("fit"));
    }

    #[test]
    fn the_rules_are_told_for_hints() {
        use PasswordRule::*;
        let seed = password_rules(PasswordProfile::Seed, PasswordPurpose::Enrolment);
        assert_eq!(seed[..2], [Length { least: 8, most: 128 }, Kinds(4)]);
        assert!(!seed.contains(&NotFormer(10)));
        let modern = password_rules(PasswordProfile::Modern, PasswordPurpose::Change);
        assert_eq!(modern, [Length { least: 15, most: 128 }, NotCommon, NotGuessable, NotOwn, NotFormer(10)]);
    }
}
