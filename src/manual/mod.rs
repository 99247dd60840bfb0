//! The manual: everything about this version, folded from the tables that the program itself works with.
//!
//! The contents are blocks without any notation; what writes them is chosen at the end. A section about one door, such as the
//! commands, stands with that door.
//!
//! For editors the same tables are folded into definitions for language servers, JSON Schemas and completion data. Each is made
//! from a table of functions, so that a program with functions of its own has them in there too.

mod block;
mod completion;
mod definitions;
pub mod markdown;
mod notation;
mod schema;
mod triggers;

pub use block::{Block, code, part, section, text, turns};
pub use completion::completion;
pub use definitions::definitions;
pub use schema::{of_option_in_query, of_options, schema, schema_names};

use crate::directory::{AboutOption, Required};
use crate::domain::{Code, Grant, Grants, Permission, Policy, WarningCode};
use crate::script::api::{self, Functions, Variable};
use crate::script::{Limits, literal};
use crate::store::to_json_text;

/// What a model author needs: variables, functions, triggers, grants, permissions, what is done once a day, notation, limits.
pub fn scripts(functions: &Functions) -> Vec<Block> {
    let mut blocks = variables();
    blocks.extend(about_functions(functions));
    blocks.extend(triggers::blocks());
    blocks.extend(grants());
    blocks.extend(permissions());
    blocks.extend(upkeep());
    blocks.extend(notation::blocks());
    blocks.extend(limits());
    blocks
}

/// What the codes of warnings and errors mean.
pub fn codes() -> Vec<Block> {
    let mut blocks = warnings();
    blocks.extend(errors());
    blocks
}

/// The functions of a table as Markdown, for programs that add some of their own.
pub fn of_functions(functions: &Functions) -> String {
    markdown::write("Functions of scripts", &about_functions(functions))
}

fn variables() -> Vec<Block> {
    let row = |variable: &Variable| vec![code(variable.name), variable.doc.to_owned()];
    vec![
        section("Scripts"),
        text(
            "A script is a file in the Rhai language. It runs inside one environment, in one transaction: everything that \
             it changes stands once it has ended, and nothing if it fails. It sees these variables, also inside of \
             functions:",
        ),
        Block::Table(&["Variable", "Meaning"], api::VARIABLES.iter().map(row).collect()),
        text("The value of a script's last line is its result."),
    ]
}

fn about_functions(functions: &Functions) -> Vec<Block> {
    let mut blocks = vec![
        section("Functions"),
        text("A parameter in square brackets may be left out. Options go into a map: `#{ name: \"Ada\" }`."),
    ];
    for function in functions.iter() {
        blocks.push(part(code(&function.signature())));
        blocks.push(text(function.doc));
        if let Some(options) = function.options {
            blocks.push(table_of(&options()));
        }
        blocks.push(text(format!("Returns {}.", function.returns)));
        blocks.push(Block::Code("rhai", function.example.to_owned()));
    }
    blocks
}

fn table_of(options: &[&AboutOption]) -> Block {
    let row = |option: &&AboutOption| {
        let name = match option.extension {
            true => format!("{} (extension)", code(option.name)),
            false => code(option.name),
        };
        let required = match option.required {
            Required::Always => "always",
            Required::WhenAdding => "for a new account",
            Required::No => "",
        };
        vec![name, option.kind.title().to_owned(), required.to_owned(), code(option.example), option.doc.to_owned()]
    };
    Block::Table(&["Option", "Type", "Required", "Example", "Meaning"], options.iter().map(row).collect())
}

/// What people read about an option where there are no columns: what it is for, whether it must be given, whether it goes
/// beyond the published API.
pub fn described(about: &AboutOption) -> String {
    let required = match about.required {
        Required::Always => " Required.",
        Required::WhenAdding => " Required for a new account.",
        Required::No => "",
    };
    let extension = if about.extension { " An extension of the published API." } else { "" };
    format!("{}{required}{extension}", about.doc)
}

/// The example of an option as JSON; `None` if it is no plain value, which the tests rule out for the options of enlist.
pub fn example(about: &AboutOption) -> Option<serde_json::Value> {
    let mut json = String::new();
    to_json_text(&literal(about.example)?, &mut json);
    serde_json::from_str(&json).ok()
}

fn grants() -> Vec<Block> {
    let start = Grants::default();
    let row = |grant: &Grant| {
        let granted = if start.holds(*grant) { "yes" } else { "no" };
        vec![code(grant.as_str()), granted.to_owned(), grant.doc().to_owned()]
    };
    vec![
        section("Grants"),
        text(
            "An environment says what scripts may do in it. `enlist env show` lists what is granted, `enlist env grant` and \
             `enlist env revoke` change it, and so does `grants` in the `[policy]` of a model. Grants bind scripts alone, \
             whoever triggers them. A call that needs a grant that is missing is refused, and nothing of it is applied.",
        ),
        Block::Table(&["Grant", "At the start", "What it lets scripts do"], Grant::ALL.iter().map(row).collect()),
    ]
}

fn permissions() -> Vec<Block> {
    let row = |permission: &Permission| vec![code(permission.as_str()), permission.doc().to_owned()];
    vec![
        section("Permissions"),
        text(
            "A role is a set of permissions, and a user has at most one role in an environment. `enlist role add` and \
             `enlist role change` say what a role allows, and so does `permissions` of a role in a model. Administrators \
             have every permission, and inactive and banned users none. Scripts need no permissions: what binds them are \
             the grants.",
        ),
        text(
            "Programs come with a token, which has permissions too, reaches one environment or all environments of an \
             organization, and ends. `enlist token add` adds one and tells its secret once, `enlist token list` tells when \
             each was last used, `enlist token revoke` ends it. `tokenDays` in the `[policy]` of a model says how many days \
             one may last at most.",
        ),
        Block::Table(&["Permission", "What it allows"], Permission::ALL.iter().map(row).collect()),
        section("Administrators of organizations"),
        text(
            "An organization has administrators besides those of its environments. `enlist org appoint` and \
             `enlist org dismiss` say who they are, `enlist org show` lists them; scripts and tokens cannot. Where \
             `impersonation` in the policy of an environment allows it, they act as another user of it on the pages: for \
             that they belong to the environment themselves, and the other administers neither it nor the organization. \
             It is recorded, a banner on every page tells it, and it ends at the next request once they are dismissed or \
             the policy is changed.",
        ),
        text(
            "Nobody learns a password from enlist. For somebody whom no letter reaches, `enlist account reset-link` makes a \
             link to hand over, and `enlist account set-password` sets a password that it reads from standard input: the \
             person chooses another one at the next login. An administrator of an organization may set one for those \
             alone whose memberships are all in that organization, never for themselves; and nobody may for a user with \
             an external id, whom an external directory feeds.",
        ),
        section("Profile fields"),
        text(
            "An environment says which fields its users have besides name and address: `enlist field add`, or \
             `profileFields` in a model. A field that is required, of every user or of those with certain roles, is asked \
             for when somebody is added by hand or by a program, and cannot be emptied so afterwards. Scripts are not \
             asked for it, because a workflow may add people of whom little is known yet; and users who were there \
             before the field was required stay as they are.",
        ),
    ]
}

fn upkeep() -> Vec<Block> {
    vec![
        section("Users who do not come"),
        text(format!(
            "A user who has neither opened the environment nor logged in for `inactivityMonths` of the policy is made \
             inactive, and one who never came so many months after being added; 0 is never. A letter announces it {} days \
             before, and coming within that time is enough to stay. The last administrator of an environment is spared. \
             `enlist jobs` tells that, and why nothing was done where more than 5 % of an environment would go at once, or \
             where the machine's clock cannot be right. `enlist sweep --plan` shows whom it concerns, and \
             `enlist sweep --confirm` makes many inactive at once.",
            Policy::INACTIVITY_NOTICE_DAYS
        )),
        section("How long runs are kept"),
        text(
            "After `runDays` of the policy a run is emptied: its input, result, log, warnings and error, and the names, \
             addresses and texts of letters that were delivered or given up; 0 is never. The run itself stays with its id, \
             script, key, status and times, and what it changed stays in the audit, so that the chain, the keys and all \
             counts stay whole. A trigger that repeats the key of such a run gets no result. Sources of scripts that are \
             neither deployed nor belong to a run that is still kept are removed. `enlist env set` changes the policy.",
        ),
    ]
}

fn limits() -> Vec<Block> {
    let everybody = Limits::for_everybody().listed();
    let rows = Limits::for_administrators().listed().into_iter().zip(everybody);
    let row = |((name, value), (_, other)): ((&str, String), (&str, String))| {
        let other = if other == value { "the same".to_owned() } else { other };
        vec![name.to_owned(), value, other]
    };
    vec![
        section("Limits"),
        text(
            "A run that reaches a limit ends with an error that the script cannot catch, and everything it had changed is \
             rolled back. What counts is who triggers the run.",
        ),
        Block::Table(
            &["Limit", "Triggered by an administrator or the operator", "By anybody else"],
            rows.map(row).collect(),
        ),
    ]
}

fn warnings() -> Vec<Block> {
    let codes = WarningCode::TEXTS.iter().filter_map(|text| WarningCode::from_text(text));
    let row = |warning: WarningCode| vec![code(warning.as_str()), warning.page().to_owned()];
    vec![
        section("Warnings"),
        text("A warning says what a script should perhaps not have done. The run goes on."),
        Block::Table(&["Code", "Meaning"], codes.map(row).collect()),
    ]
}

fn errors() -> Vec<Block> {
    let mut blocks = vec![
        section("Errors"),
        text(
            "The codes never change their meaning. A script that catches a refusal reads `code`, `message`, `problems` and \
             `line` of it.",
        ),
    ];
    for error in Code::ALL {
        blocks.push(part(format!("{error} {}", error.title())));
        blocks.push(text(error.page()));
    }
    blocks
}
