//! Links in e-mails: issued, opened and used once.

pub mod issue;
