//! The keys of the files that people write, folded from their schemas: models and fixtures.

use crate::manual::{Block, code, part, section, text};
use crate::{fixtures, model};
use serde_json::Value;

const HEAD: &[&str] = &["Key", "Meaning"];

/// What a model and a fixture may say.
pub fn blocks() -> Vec<Block> {
    let (model, fixture) = (model::schema(), fixtures::schema());
    let mut blocks = vec![
        section("Models"),
        text(
            "A folder with a `model.toml` is a model: it says which environment its scripts are for, and what that has. It is \
             written in TOML. A key that there is not is an error.",
        ),
    ];
    blocks.extend(table("`model.toml`", &model));
    blocks.extend(tables(
        &model,
        &[
            ("OrganizationModel", "`[organization]`"),
            ("EnvironmentModel", "`[environment]`"),
            ("PolicyModel", "`[policy]`"),
            ("MenuModel", "`[[menus]]`"),
            ("ItemModel", "An item of a menu"),
            ("GroupModel", "`[[groups]]`"),
            ("RoleModel", "`[[roles]]`"),
            ("FieldModel", "`[[profileFields]]`"),
        ],
    ));
    blocks.push(section("Fixtures"));
    blocks.push(text(
        "A file whose name ends in `.test.toml` has test cases of scripts; `enlist test` runs them. What is named in an \
         expectation must be so, and what is not named may be anything. TOML has no word for nothing: write \
         `{ nothing = true }`. The word `\"snapshot\"` in place of effects, letters, users, log or warnings keeps what was found \
         in a file beside the fixture, and compares with it from then on; `enlist test --update` writes it.",
    ));
    blocks.extend(table("`*.test.toml`", &fixture));
    blocks.extend(tables(
        &fixture,
        &[("Given", "`given`"), ("Case", "`[[case]]`"), ("Expect", "`expect`"), ("Budget", "`budget`")],
    ));
    blocks
}

fn tables(schema: &Value, parts: &[(&str, &str)]) -> Vec<Block> {
    parts.iter().flat_map(|(name, title)| table(title, &schema["$defs"][name])).collect()
}

/// The keys of a table of a file.
fn table(title: &str, schema: &Value) -> Vec<Block> {
    let row = |(key, about): (&String, &Value)| {
        let meaning = about["description"].as_str().unwrap_or_default().replace('\n', " ");
        vec![code(key), meaning]
    };
    let rows = schema["properties"].as_object().into_iter().flatten().map(row);
    vec![part(title), Block::Table(HEAD, rows.collect())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_keys_and_every_key_a_meaning() {
        for block in blocks() {
            if let Block::Table(_, rows) = block {
                assert!(!rows.is_empty());
                for row in rows {
                    assert!(!row[1].is_empty(), "{}", row[0]);
                }
            }
        }
    }
}
