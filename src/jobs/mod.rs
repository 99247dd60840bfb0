//! Workers that act after the transaction: today the making of e-mails from letters of the outbox.
//!
//! A letter is written down in the transaction that caused it (`store`), and its text comes from `words`; what stands here
//! turns both into bytes that a mail server takes. lettre is used in this room alone.

mod eml;

pub use eml::message;
