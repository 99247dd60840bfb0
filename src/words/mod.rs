//! Every sentence a person reads, per language.
//!
//! The sentences stand in the word files, `en.ftl` and its siblings: the same keys with the same variables in each, which a
//! test holds. Layout is not a sentence; it stands in templates. A room above asks for a whole text, such as [`letter()`],
//! never for a key: so no other room knows the files, and what is asked for exists in every language.

mod letter;
mod outline;
mod sentences;

pub use letter::{LetterText, Link, letter, samples};
