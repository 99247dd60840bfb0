//! The texts that people read on pages and in e-mails, per language.
//!
//! The word files, such as `en.ftl`, hold the sentences. A test checks that all languages have the same keys with the same
//! variables. Templates hold the layout. A module above asks for a whole text, such as [`letter()`], and never for a key, so no
//! other module knows the files, and every text exists in every language. Pages are the exception: their templates are beside the
//! code that fills them and name sentences by key. A test checks these keys against the files.

mod dates;
mod letter;
mod outline;
mod pages;
mod sentences;

pub use dates::{format_date, format_day, format_moment};
pub use letter::{LetterText, Link, letter, samples};
pub use pages::{PAGE_LANGUAGES, PageWords};
