//! Links in letters: what they are for, and how long they live. What opens one is made of the link and the installation's
//! [`Key`](super::Key); the row alone opens nothing.

use super::{EmailAddress, Moment, PublicId, member::words};

/// A link as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// The row of the account that it is for.
    pub account_row: i64,
    /// The public id of that account.
    pub account: PublicId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Where the letter with it goes; a change of address is confirmed from there.
    pub address: EmailAddress,
    /// When it was made.
    pub created_at: Moment,
    /// From when on it is good no more.
    pub expires_at: Moment,
    /// When it was used; it is good once.
    pub used_at: Option<Moment>,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkPurpose {
    /// To choose a username and a password for a new account.
    Enrol,
    /// To choose a new password.
    Reset,
    /// To confirm a new global address.
    Address,
}

words!(LinkPurpose {
    Enrol = "enrol",
    Reset = "reset",
    Address = "address",
});

impl LinkPurpose {
    /// How many hours a link lives (SPEC R4.1): two weeks to enrol, an hour to reset, a day to confirm an address.
    pub const fn hours(self) -> i64 {
        match self {
            LinkPurpose::Enrol => 14 * 24,
            LinkPurpose::Reset => 1,
            LinkPurpose::Address => 24,
        }
    }
}

impl Link {
    /// Tells whether its time is over.
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.expires_at
    }

    /// What the key seals: everything that the link means. A seal is good for nothing else.
    pub fn sealed(&self) -> String {
        let Link { purpose, account, address, id, expires_at, .. } = self;
        format!("{purpose}\n{account}\n{}\n{id}\n{}", address.key(), expires_at.0)
    }
}
