//! Every sentence a person reads, per language.
//!
//! The sentences stand in the word files, `en.ftl` and its siblings: the same keys with the same variables in each, which a
//! test holds. Layout is not a sentence; it stands in templates. A room above asks for a whole text, such as [`letter()`],
//! never for a key: so no other room knows the files, and what is asked for exists in every language. Pages are the exception:
//! their templates stand beside the code that fills them and name sentences by key, which a test holds against the files.

mod dates;
mod letter;
mod outline;
mod pages;
mod sentences;

pub use dates::{format_day, format_moment};
pub use letter::{LetterText, Link, letter, samples};
pub use pages::{PAGE_LANGUAGES, PageWords};
