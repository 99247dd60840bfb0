//! Links in letters, their purpose and lifetime. A link is opened by a secret made of its row and the installation's
//! [`Key`](super::Key); the row alone opens nothing.

use super::{EmailAddress, Moment, PublicId, member::words};

/// A link as it is stored in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// Row of its account.
    pub account_row: i64,
    /// Public id of that account.
    pub account: PublicId,
    /// Purpose.
    pub purpose: LinkPurpose,
    /// Address of the letter. For a change of address, this is the address to confirm.
    pub address: EmailAddress,
    /// Time of creation.
    pub created_at: Moment,
    /// Expiry: the first moment at which it is not valid any more.
    pub expires_at: Moment,
    /// Time of its use. It is valid only once.
    pub used_at: Option<Moment>,
}

/// The purpose of a link.
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
    /// Returns the lifetime in hours (SPEC R4.1): two weeks to enrol, an hour to reset, a day to confirm an address.
    pub const fn hours(self) -> i64 {
        match self {
            LinkPurpose::Enrol => 14 * 24,
            LinkPurpose::Reset => 1,
            LinkPurpose::Address => 24,
        }
    }
}

impl Link {
    /// Checks whether the link has expired.
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.expires_at
    }

    /// Returns the text that the key seals: all properties of the link. A seal is therefore valid for no other link.
    pub fn sealed(&self) -> String {
        let Link { purpose, account, address, id, expires_at, .. } = self;
        format!("{purpose}\n{account}\n{}\n{id}\n{}", address.key(), expires_at.0)
    }
}
