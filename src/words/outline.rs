//! The sentences of each kind of letter, by their keys in the word files.

use crate::domain::{Letter, LetterKind};

/// The sentences of a letter, in order, without those that all letters share, such as the greeting.
pub(super) struct Outline {
    /// The subject.
    pub subject: &'static str,
    /// The paragraphs before the link.
    pub before: &'static [&'static str],
    /// The label of the link's button; `None` in a letter without a link.
    pub button: Option<&'static str>,
    /// The paragraphs after the link.
    pub after: &'static [&'static str],
}

impl Outline {
    /// Returns the outline of a letter. The outline of a message is empty, because its author writes the sentences.
    pub fn of(letter: &Letter) -> Outline {
        let linked = |subject, before, button, after| Outline { subject, before, button: Some(button), after };
        let plain = |subject, before, after| Outline { subject, before, button: None, after };
        match letter.kind {
            LetterKind::Message => plain("message-footer", &[], &[]),
            LetterKind::Welcome => linked(
                "welcome-subject",
                &["welcome-intro", "welcome-action"],
                "welcome-button",
                &["welcome-validity", "welcome-unexpected"],
            ),
            LetterKind::Notice => plain("notice-subject", &["notice-intro", "notice-action"], &["notice-unexpected"]),
            LetterKind::Inactivity => {
                plain("inactivity-subject", &["inactivity-intro", "inactivity-action"], &["inactivity-after"])
            }
            LetterKind::Reset => linked(
                "reset-subject",
                &["reset-intro", "reset-action"],
                "reset-button",
                &["link-hours", "reset-unexpected"],
            ),
            LetterKind::PasswordChanged => plain("password-changed-subject", &["password-changed-intro"], &["not-you"]),
            LetterKind::AddressConfirm => linked(
                "address-confirm-subject",
                &["address-confirm-intro", "address-confirm-action"],
                "address-confirm-button",
                &["link-hours", "address-confirm-unexpected"],
            ),
            LetterKind::AddressNotice => plain("address-notice-subject", &["address-notice-intro"], &["not-you"]),
            LetterKind::AddressChanged => {
                plain("address-changed-subject", &["address-changed-intro"], &["address-changed-unexpected"])
            }
            LetterKind::Locked if letter.link.is_some() => linked(
                "locked-subject",
                &["locked-intro", "locked-link"],
                "reset-button",
                &["link-hours", "locked-unexpected"],
            ),
            LetterKind::Locked => plain("locked-subject", &["locked-intro", "locked-action"], &["locked-unexpected"]),
            LetterKind::SecondFactorOn => {
                plain("second-factor-on-subject", &["second-factor-on-intro", "second-factor-on-action"], &["not-you"])
            }
            LetterKind::SecondFactorOff => {
                plain("second-factor-off-subject", &["second-factor-off-intro"], &["not-you"])
            }
            LetterKind::RecoveryUsed => {
                plain("recovery-used-subject", &["recovery-used-intro", "recovery-used-action"], &["not-you"])
            }
        }
    }
}
