//! The translation of statements from the dialect of SQLite to that of PostgreSQL.
//!
//! | written | becomes | why |
//! |---|---|---|
//! | `?1`, `?` | `$1`, the next number | the syntax of parameters |
//! | `IS ?1`, `IS NOT ?1` | `IS NOT DISTINCT FROM $1`, `IS DISTINCT FROM $1` | a comparison with a value that may be NULL |
//! | `json_each(?1)` | `json_array_elements_text($1::json)` | the items of a list that is a parameter |
//! | `json_each(a.b)` | `json_each(a.b::json)` | the entries of a map in a column |
//! | `json_group_array(a)` | `coalesce(json_agg(a)::text, '[]')` | a list of values of rows |
//! | `CAST(a AS INTEGER)` | `CAST(a AS BIGINT)` | 64 bits |
//! | `instr(a, b)` | `strpos(a, b)` | the name of the function |
//! | `CROSS JOIN` with `ON` | `JOIN` | the order of tables is a hint for SQLite only |
//! | `INDEXED BY a`, `+a.b` | nothing, `a.b` | the same for indexes |

/// Returns a statement in the dialect of PostgreSQL.
pub fn translated(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len() + 16);
    let mut rest = statement;
    let mut parameters = 0;
    while let Some(next) = rest.chars().next() {
        let at_word = !text.ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '.');
        let is_next = |(written, _): &&(&str, &str)| at_word && rest.starts_with(written);
        if let Some((written, becomes)) = WORDS.iter().find(is_next) {
            // A parameter after it gets its number like all others.
            text.push_str(becomes.trim_end_matches('?'));
            rest = &rest[written.trim_end_matches('?').len()..];
        } else if at_word && let Some(hint) = rest.strip_prefix("INDEXED BY ") {
            rest = hint.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        } else if at_word && let Some(column) = rest.strip_prefix("json_each(").filter(|arg| !arg.starts_with('?')) {
            let (column, after) = column.split_once(')').unwrap_or((column, ""));
            text.push_str(&format!("json_each({column}::json)"));
            rest = after;
        } else if at_word && let Some(list) = rest.strip_prefix("json_group_array(") {
            let (column, after) = list.split_once(')').unwrap_or((list, ""));
            text.push_str(&format!("coalesce(json_agg({column})::text, '[]')"));
            rest = after;
        } else if next == '?' {
            let digits = rest[1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - 1);
            let number = rest[1..=digits].parse().unwrap_or(parameters + 1);
            parameters = parameters.max(number);
            text.push_str(&format!("${number}"));
            rest = &rest[1 + digits..];
            if text.ends_with(&format!("json_array_elements_text(${number}")) {
                text.push_str("::json");
            }
        } else if next == '\'' || next == '"' {
            let end = rest[1..].find(next).map_or(rest.len(), |end| end + 2);
            text.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if next == '+' && is_hint(&text, rest) {
            rest = &rest[1..];
        } else {
            text.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    text
}

/// Replacements of words.
const WORDS: &[(&str, &str)] = &[
    ("IS ?", "IS NOT DISTINCT FROM ?"),
    ("IS NOT ?", "IS DISTINCT FROM ?"),
    ("CROSS JOIN", "JOIN"),
    ("AS INTEGER)", "AS BIGINT)"),
    ("instr(", "strpos("),
    ("json_each(?", "json_array_elements_text(?"),
];

/// Returns whether a plus is a hint before a column, and not an operator between two values.
fn is_hint(before: &str, rest: &str) -> bool {
    let begins = before.trim_end().ends_with(['(', ',']) || ends_with_word(before.trim_end());
    begins && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Returns whether a text ends with a keyword before a value.
fn ends_with_word(text: &str) -> bool {
    ["WHERE", "AND", "OR", "BY", "SELECT", "ON"].iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn statements_are_translated() {
        for (written, becomes) in [
            ("SELECT a FROM b WHERE c = ?1 AND d = ?12", "SELECT a FROM b WHERE c = $1 AND d = $12"),
            ("VALUES (?, ?, ?1)", "VALUES ($1, $2, $1)"),
            ("a = ?3 AND b = ?", "a = $3 AND b = $4"),
            ("a IS ?1 AND b IS NOT ?2", "a IS NOT DISTINCT FROM $1 AND b IS DISTINCT FROM $2"),
            ("a IS NULL AND b IS NOT NULL", "a IS NULL AND b IS NOT NULL"),
            (
                "id IN (SELECT CAST(value AS INTEGER) FROM json_each(?2))",
                "id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text($2::json))",
            ),
            ("FROM json_each(m.profile) f", "FROM json_each(m.profile::json) f"),
            ("(SELECT json_group_array(a) FROM b)", "(SELECT coalesce(json_agg(a)::text, '[]') FROM b)"),
            ("FROM a INDEXED BY a_by_b CROSS JOIN b ON b.c = a.c", "FROM a  JOIN b ON b.c = a.c"),
            ("WHERE +a.b = ?1 ORDER BY +a.b, +a.c", "WHERE a.b = $1 ORDER BY a.b, a.c"),
            ("SET a = a + 1, b = a + b", "SET a = a + 1, b = a + b"),
            ("a LIKE ? ESCAPE '\\' AND b = 'IS ? +x'", "a LIKE $1 ESCAPE '\\' AND b = 'IS ? +x'"),
            ("instr(a, ?1) > 0", "strpos(a, $1) > 0"),
            ("this ?1", "this $1"),
            ("'it''s ?' || ?1", "'it''s ?' || $1"),
        ] {
            assert_eq!(translated(written), becomes);
        }
    }
}
