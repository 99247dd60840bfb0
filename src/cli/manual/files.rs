//! The keys of models and fixtures in the manual, generated from the schemas of these files.

use crate::manual::{Block, code, part, section, text};
use crate::{fixtures, model};
use serde_json::Value;

const HEAD: &[&str] = &["Key", "Meaning"];

/// Returns the sections about models and fixtures.
pub fn blocks() -> Vec<Block> {
    let (model, fixture) = (model::schema(), fixtures::schema());
    let mut blocks = vec![
        section("Models"),
        text(
            "A folder with a `model.toml` is a model. The file describes the environment for the scripts in the folder. It is \
             written in TOML. An unknown key is an error.",
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
        "A file whose name ends in `.test.toml` has test cases of scripts; `enlist test` runs them. An expectation checks the \
         values that it names and no others. TOML has no null: write `{ nothing = true }`. The text `\"snapshot\"` instead of \
         effects, letters, users, log or warnings compares them with a file beside the fixture, which `enlist test --update` \
         writes.",
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

/// Returns the keys of a table in a file.
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
