//! The functions that scripts can call, as one table.
//!
//! An entry has the name, the parameters, the texts of the manual, an example that runs, and the body. Registration, the checks of
//! a call, the manual and completion all use the table. To add a function, add an entry.
//!
//! From below: `call` (a call as a body sees it), `function` (an entry), the entries by topic (`users` … `console`), `functions`
//! (the table of a host), `register` (the table in an engine).

mod call;
mod console;
mod function;
mod functions;
mod lookup;
mod manage;
mod register;
mod send;
mod time;
mod users;
mod vocabulary;

pub use call::Call;
pub use function::{Body, Function, Object, Parameter};
pub use functions::Functions;
pub use register::register;
pub use vocabulary::{BizzStream, Console, KEYWORDS, VARIABLES, Variable};
