//! The manual of this version, generated from the tables that the program itself uses.
//!
//! The content is a list of blocks, independent of the output format. A section about one interface, such as the
//! commands, is in the module of that interface.
//!
//! The same tables give editors definitions for language servers, JSON Schemas and completion data. Each is generated
//! from a table of functions, so it includes the functions that an embedding program adds.

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

/// Returns the sections for model authors: variables, functions, triggers, grants, permissions, daily jobs, notation,
/// limits.
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

/// Returns the sections about the codes of warnings and errors.
pub fn codes() -> Vec<Block> {
    let mut blocks = warnings();
    blocks.extend(errors());
    blocks
}

/// Returns the manual of a table of functions as Markdown, for programs that add their own functions.
pub fn of_functions(functions: &Functions) -> String {
    markdown::write("Functions of scripts", &about_functions(functions))
}

fn variables() -> Vec<Block> {
    let row = |variable: &Variable| vec![code(variable.name), variable.doc.to_owned()];
    vec![
        section("Scripts"),
        text(
            "A script is a file in the Rhai language. It runs in one environment, in one transaction: its changes are \
             committed when it ends, and rolled back if it fails. It can use these variables, also inside functions:",
        ),
        Block::Table(&["Variable", "Meaning"], api::VARIABLES.iter().map(row).collect()),
        text("The result of a script is the value of its last statement."),
    ]
}

fn about_functions(functions: &Functions) -> Vec<Block> {
    let mut blocks = vec![
        section("Functions"),
        text("A parameter in square brackets is optional. Pass options as a map: `#{ name: \"Ada\" }`."),
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

/// Returns the description of an option as text: its meaning, whether it is required, and whether it extends the published
/// API.
pub fn described(about: &AboutOption) -> String {
    let required = match about.required {
        Required::Always => " Required.",
        Required::WhenAdding => " Required for a new account.",
        Required::No => "",
    };
    let extension = if about.extension { " An extension of the published API." } else { "" };
    format!("{}{required}{extension}", about.doc)
}

/// Returns the example of an option as JSON, or `None` if it is not a literal. The tests check that all options of enlist
/// have literals.
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
            "Grants define what scripts may do in an environment. `enlist env show` lists them, and `enlist env grant` \
             and `enlist env revoke` change them. A model sets them with `grants` in `[policy]`. Grants apply to \
             scripts only, for every trigger. A call without the necessary grant is refused and changes nothing.",
        ),
        Block::Table(&["Name", "Default", "Meaning"], Grant::ALL.iter().map(row).collect()),
    ]
}

fn permissions() -> Vec<Block> {
    let row = |permission: &Permission| vec![code(permission.as_str()), permission.doc().to_owned()];
    vec![
        section("Permissions"),
        text(
            "A role is a set of permissions, and a user has at most one role in an environment. `enlist role add` and \
             `enlist role change` set the permissions of a role; a model sets them with `permissions` of a role. \
             Administrators have all permissions; inactive and banned users have none. Scripts need grants instead of \
             permissions.",
        ),
        text(
            "A program authenticates with a token. A token has permissions and an expiry date, and is valid for one \
             environment or for all environments of an organization. `enlist token add` adds a token and prints its \
             secret once, `enlist token list` shows when each token was last used, and `enlist token revoke` ends a \
             token. `tokenDays` in the `[policy]` of a model sets the maximum lifetime in days.",
        ),
        Block::Table(&["Name", "Meaning"], Permission::ALL.iter().map(row).collect()),
        section("Administrators of organizations"),
        text(
            "An organization has administrators besides those of its environments. `enlist org appoint` and \
             `enlist org dismiss` change them, and `enlist org show` lists them; scripts and tokens cannot do this. If \
             `impersonation` in the policy of an environment allows it, they can act as another user of it on the \
             pages. They must be members of the environment, and the other user must administer neither the \
             environment nor the organization. enlist records this, and every page shows a banner. It ends at the next \
             request after they are dismissed or the policy is changed.",
        ),
        text(
            "enlist never shows a password. If no letter reaches a person, `enlist account reset-link` creates a link \
             that you can hand over. `enlist account set-password` sets a password that it reads from standard input; \
             the person chooses another one at the next login. An administrator of an organization can set a password \
             only for people whose memberships are all in that organization, and never their own. Nobody can set one \
             for a user with an external id, because an external directory manages that user.",
        ),
        section("Profile fields"),
        text(
            "Profile fields are the fields that users of an environment have besides name and address. Add them with \
             `enlist field add`, or with `profileFields` in a model. A field can be required for every user or for \
             users with certain roles. It is then required when a person or a program adds a user, and they cannot \
             empty it later. It is not required in scripts, because a workflow may add people about whom little is \
             known yet. Users that existed before the field became required are not changed.",
        ),
    ]
}

fn upkeep() -> Vec<Block> {
    vec![
        section("Inactive users"),
        text(format!(
            "A user who has neither opened the environment nor logged in for `inactivityMonths` of the policy is made \
             inactive. For a user who never came, the months count from the day when the user was added. 0 turns this \
             off. A letter announces it {} days before; a visit within that time keeps the user active. The last \
             administrator of an environment is exempt, and `enlist jobs` reports this. It also reports why no user \
             was made inactive: because more than 5 % of an environment would become inactive at once, or because the \
             machine's clock is implausible. `enlist sweep --plan` lists the users concerned, and \
             `enlist sweep --confirm` confirms that many become inactive at once.",
            Policy::INACTIVITY_NOTICE_DAYS
        )),
        section("Retention of runs"),
        text(
            "After `runDays` of the policy, enlist deletes the content of a run: its input, result, log, warnings and \
             error, and the names, addresses and texts of letters that were delivered or given up. 0 turns this off. \
             The run keeps its id, script, key, status and times, and its changes stay in the audit. So the chain, the \
             keys and all counts remain complete. A trigger that repeats the key of such a run gets no result. Sources \
             of scripts are removed if they are not deployed and no run with content used them. `enlist env set` \
             changes the policy.",
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
            "A run that reaches a limit ends with an error that the script cannot catch, and all its changes are \
             rolled back. The limits depend on the caller that triggers the run.",
        ),
        Block::Table(
            &["Limit", "Triggered by an administrator or the operator", "Triggered by any other caller"],
            rows.map(row).collect(),
        ),
    ]
}

fn warnings() -> Vec<Block> {
    let codes = WarningCode::TEXTS.iter().filter_map(|text| WarningCode::from_text(text));
    let row = |warning: WarningCode| vec![code(warning.as_str()), warning.page().to_owned()];
    vec![
        section("Warnings"),
        text("A warning points out a probable mistake in a script. The run continues."),
        Block::Table(&["Code", "Meaning"], codes.map(row).collect()),
    ]
}

fn errors() -> Vec<Block> {
    let mut blocks = vec![
        section("Errors"),
        text(
            "The meaning of a code never changes. A script that catches a refusal can read its `code`, `message`, \
             `problems` and `line`.",
        ),
    ];
    for error in Code::ALL {
        blocks.push(part(format!("{error} {}", error.title())));
        blocks.push(text(error.page()));
    }
    blocks
}
