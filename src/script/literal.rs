//! Literals of scripts as values, such as the examples in the tables of options.

use super::convert::to_value;
use super::limits::Limits;
use crate::domain::Value;
use rhai::{Dynamic, Engine};

/// Returns the value of an expression that needs no context, such as `#{ jobTitle: "Planner" }`; `None` if it has none.
pub fn literal(text: &str) -> Option<Value<'static>> {
    let value: Dynamic = Engine::new_raw().eval_expression(text).ok()?;
    to_value(value, &Limits::for_everybody()).ok()
}

#[cfg(test)]
mod tests {
    use super::literal;
    use crate::domain::Value;

    #[test]
    fn a_literal_becomes_its_value() {
        assert_eq!(literal("[\"office\"]"), Some(Value::texts(["office"])));
        assert_eq!(literal("#{ on: true }"), Some(Value::Map(vec![("on".into(), Value::Bool(true))])));
        assert_eq!(literal("let x = 1"), None);
        assert_eq!(literal("input.name"), None);
    }
}
