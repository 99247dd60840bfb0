//! The JavaScript syntax that scripts may use, and its Rhai equivalent. The tests run both sides of every row.

use super::block::{Block, code, section, text};
use crate::domain::Code;

/// JavaScript syntax, the Rhai equivalent, and a description.
const PIECES: &[(&str, &str, &str)] = &[
    ("'Ada'", "\"Ada\"", "Single quotes enclose a string, also a string of one character."),
    ("[{ 'name': 'Ada' }]", "[#{ \"name\": \"Ada\" }]", "`{` after `(`, `,`, `[` or `:` begins a map."),
    ("[null, undefined]", "[(), ()]", "Both words mean no value."),
    ("1 === 1", "1 == 1", "Tests whether two values are equal."),
    ("1 !== 2", "1 != 2", "Tests whether two values differ."),
    ("var n = 1; n", "let n = 1; n", "Declares a variable."),
    ("function twice(n) { n * 2 } twice(2)", "fn twice(n) { n * 2 } twice(2)", "Declares a function."),
];

/// Returns the section about the notation.
pub fn blocks() -> Vec<Block> {
    let row = |(javascript, rhai, about): &(&str, &str, &str)| vec![code(javascript), code(rhai), (*about).to_owned()];
    vec![
        section("Notation"),
        text(
            "The published JavaScript examples run unchanged. enlist reads this JavaScript syntax as Rhai; a script \
             can mix both notations.",
        ),
        Block::Table(&["Written", "Read as", "Meaning"], PIECES.iter().map(row).collect()),
        text(format!("{} ({})", Code::OldNotation.page(), Code::OldNotation)),
    ]
}

#[cfg(test)]
mod tests {
    use super::PIECES;
    use crate::app::{App, System};
    use crate::directory::{EnvironmentDraft, add_environment};
    use crate::domain::{Moment, Name, Policy};
    use crate::script::{Mode, Request, Script, Trigger};
    use crate::store::Access;

    #[test]
    fn every_piece_is_read_as_its_twin() {
        let mut app = App::in_memory(System::fixed(Moment(0))).unwrap();
        let mut transaction = app.begin(Access::Write).unwrap();
        let draft = EnvironmentDraft {
            name: Name::parse("here").unwrap(),
            id: None,
            organization: None,
            policy: Policy::default(),
        };
        add_environment(&mut transaction, draft).unwrap();
        transaction.commit().unwrap();
        let mut result = |source: &str| {
            let script = Script { name: "piece.rhai".to_owned(), source: source.to_owned() };
            let request = Request { script, input: None, key: None, trigger: Trigger::Operator };
            let run = app.run("here", &request, Mode::Plan).unwrap();
            assert!(run.error.is_none(), "{source}: {:?}", run.error);
            run.result
        };
        for (javascript, rhai, _) in PIECES {
            assert_eq!(result(javascript), result(rhai), "{javascript}");
        }
    }
}
