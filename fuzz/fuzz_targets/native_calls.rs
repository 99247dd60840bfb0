//! Calls functions of the engine and of enlist with edge values: the ends of number ranges, NaN, long and unusual texts, and
//! large or deeply nested values.

#![no_main]

use arbitrary::Arbitrary;
use enlist::script::api::Functions;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// The names of functions, methods and properties of the engine's packages and of enlist's objects.
const NATIVE: &str = "abs acos acosh all append asin asinh atan atanh bits bytes ceiling chars chop clear collect concat \
    contains cos cosh crop dedup drain E end ends_with exit exp extract fill_with filter find find_map floor for_each \
    fraction get hypot index_of insert int is_empty is_even is_exclusive is_finite is_inclusive is_infinite is_nan is_odd \
    is_zero keys len ln log make_lower make_upper map max merge min mixin order order_by order_desc pad parse_float \
    parse_int parse_json pop print push range reduce reduce_rev remove replace retain reverse round set shift sign sin \
    sinh sleep some sort sort_by sort_desc splice split split_rev sqrt start starts_with sub_string tag take tan tanh \
    to_binary to_chars to_debug to_degrees to_float to_hex to_int to_json to_lower to_octal to_radians to_string to_upper \
    trim truncate type_of values zip is_shared call curry eval is_def_fn is_def_var import Fn name code message problems \
    line input actionInfo";

const OPERATORS: &str = "+ - * / % ** << >> & | ^ == != < <= > >= && || in !in ?? .. ..= += -= *= /= =";

/// Functions that create values that are too long to write as literals.
const PRELUDE: &str = r#"
fn long() { let text = "x"; for i in 0..17 { text += text; } text }
fn wide() { let items = []; items.pad(10000, 7); items }
fn table() { let map = #{}; for i in 0..500 { map[`k${i}`] = i; } map }
fn heap() { let items = wide(); let heap = []; heap.pad(300, 0); for i in 0..300 { heap[i] = items; } heap }
fn deep() { let items = []; for i in 0..2000 { items = [items]; } items }
fn pit() { let map = #{}; for i in 0..200 { map = #{ a: map }; } map }
fn refusal() { try { bizzStream.addUser(#{}) } catch (problem) { problem } }
fn user() { bizzStream.getUser(#{ globalEmailAddress: "ada@example.com" }) }
fn added() { bizzStream.addUser(#{ globalEmailAddress: "bob@example.com", name: "Bob", administrator: false, locale: "en",
    language: "en" }) }
"#;

/// Code that creates much text in little memory. No function can return this value, because the engine would measure it.
const HEAVY: &str =
    "let heavy = #{ a: wide() }; if true { let text = long(); for i in 0..9000 { heavy.a[i] = text; } }\n";

/// Values that fit into an expression, separated by two spaces or a line break.
const EXPRESSIONS: &str = r#"0  1  -1  2  63  64  65  -64  255  10000  10001  256000  2147483648  9223372036854775807
(-9223372036854775807 - 1)  -9223372036854775807  4611686018427387904  0.0  -0.0  0.1  -1.5  1e308  5e-324
9223372036854775807.0  (0.0 / 0.0)  (1.0 / 0.0)  (-1.0 / 0.0)  true  false  ()  ""  "a"  "a,b,c"  "ab".get(0)  "é".get(0)
"\U0010FFFF"  "e\u0301\u0308 \U0001F469\u200D\U0001F469"  "\u202E\x00\x1B[2J"  "ß\u0130\uFB01"  "12"  "-9223372036854775808"
"1e999"  "NaN"  "+"  "to_string"  "ada@example.com"  "planning"  "office"  []  [1, 2, 3]  [3, "a", 1.5, ()]
[[1, [2, [3]]], #{ a: [1] }]  ["b", "a", "c"]  #{}  #{ a: 1, b: [2], "": () }  #{ name: "\n" }
#{ globalEmailAddress: "ada@example.com" }  #{ name: 1, menus: [[]], profile: #{ jobTitle: #{} } }  0..3  0..=3  -5..5
3..0  -1..=-1  0..9223372036854775807  (-9223372036854775807 - 1)..=9223372036854775807
9223372036854775807..=9223372036854775807  range(0, 10, 3)  range(10, 0, -3)  range(0.0, 1.0, 0.1)  "abc".chars()
255.bits()  Fn("to_string")  Fn("nothing")  || 1  |a| a  |a, b| a < b  |a, b| 1  |a, b, c| a  |a| throw a  |a| a.clear()
|a, b| this  long()  wide()  table()  heavy  heap()  deep()  pit()  refusal()  user()  added()  bizzStream  console
actionInfo  input"#;

/// A script of a few statements that each make a call. A statement can use the results of earlier ones.
#[derive(Debug, Arbitrary)]
struct Program {
    calls: Vec<Call>,
    input: Input,
}

#[derive(Debug, Arbitrary)]
struct Call {
    style: Style,
    function: u8,
    receiver: Value,
    arguments: [Value; 4],
    count: u8,
}

#[derive(Debug, Arbitrary)]
enum Style {
    Method,
    Function,
    Operator,
    Own,
    Property,
    Index,
    SetIndex,
    Loop,
    Interpolated,
    Switch,
}

#[derive(Debug, Arbitrary)]
enum Value {
    Expression(u8),
    Variable(u8),
    Integer(i64),
    Float(f64),
    Text(String),
    Input(u8),
}

/// The input of the script: values that are too long for an expression.
#[derive(Debug, Arbitrary)]
enum Input {
    Nothing,
    Items(Vec<Item>),
}

#[derive(Debug, Arbitrary)]
enum Item {
    Integer(i64),
    Float(f64),
    Text(String),
    Repeated(char, u16),
    Nested(u8),
    Wide(u16),
}

fuzz_target!(
    init: enlist_fuzz::catch_panics_of_the_engine(),
    |program: Program| enlist_fuzz::run(&program.written(), program.input.as_json())
);

impl Program {
    fn written(&self) -> String {
        let mut calls = String::new();
        for call in self.calls.iter().take(6) {
            // A refusal ends one statement, not the whole script.
            let _ = writeln!(calls, "try {{ v{} = {}; }} catch (e) {{ v0 = e; }}", call.count >> 6, call.written());
        }
        let heavy = if calls.contains("heavy") { HEAVY } else { "" };
        let variables = "let v0 = 0; let v1 = \"text\"; let v2 = [1, 2, 3]; let v3 = #{ a: 1 };\n";
        format!("{variables}{heavy}{calls}[v1, v2, v3]{PRELUDE}")
    }
}

impl Call {
    fn written(&self) -> String {
        let receiver = self.receiver.written();
        let arguments: Vec<String> =
            self.arguments.iter().take(usize::from(self.count & 7)).map(Value::written).collect();
        let first = self.arguments[0].written();
        let second = self.arguments[1].written();
        let native = pick(NATIVE.split_whitespace(), self.function);
        match self.style {
            Style::Method => format!("({receiver}).{native}({})", arguments.join(", ")),
            Style::Function => format!("{native}({})", arguments.join(", ")),
            Style::Operator => format!("({receiver}) {} ({first})", pick(OPERATORS.split_whitespace(), self.function)),
            Style::Own => {
                let functions = Functions::default();
                format!("{}({})", pick(functions.iter(), self.function).path(), arguments.join(", "))
            }
            Style::Property => format!("({receiver}).{native}"),
            Style::Index => format!("({receiver})[{first}]"),
            Style::SetIndex => format!("{receiver}; v2[{first}] = {second}; v3[{second}] = {first}"),
            Style::Loop => format!("0; for item in {receiver} {{ v1 = item; v2.push({first}); }}"),
            Style::Interpolated => format!("`${{{receiver}}}${{{first}}}`"),
            Style::Switch => format!("switch {receiver} {{ 1 => 2, \"a\" => 3, -5..=5 => 4, _ => 5 }}"),
        }
    }
}

impl Value {
    fn written(&self) -> String {
        match self {
            Value::Expression(number) => {
                pick(EXPRESSIONS.lines().flat_map(|line| line.split("  ")), *number).to_owned()
            }
            Value::Variable(number) => format!("v{}", number % 4),
            Value::Integer(i64::MIN) => "(-9223372036854775807 - 1)".to_owned(),
            Value::Integer(number) => format!("({number})"),
            Value::Float(number) if !number.is_finite() => "(0.0 / 0.0)".to_owned(),
            Value::Float(number) => format!("({number:?})"),
            Value::Text(text) => {
                let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
                format!("\"{escaped}\"")
            }
            Value::Input(number) => format!("input[{}]", i8::from_ne_bytes([*number])),
        }
    }
}

impl Input {
    fn as_json(&self) -> Option<Json> {
        let Input::Items(items) = self else { return None };
        Some(items.iter().take(8).map(Item::as_json).collect())
    }
}

impl Item {
    fn as_json(&self) -> Json {
        match self {
            Item::Integer(number) => json!(number),
            Item::Float(number) => json!(number),
            Item::Text(text) => json!(text),
            Item::Repeated(character, count) => json!(character.to_string().repeat(usize::from(*count))),
            Item::Nested(levels) => (0..levels % 128).fold(json!([]), |inner, _| json!([inner])),
            Item::Wide(count) => (0..*count).map(Json::from).collect(),
        }
    }
}

fn pick<T>(from: impl Iterator<Item = T>, number: u8) -> T {
    let mut from: Vec<T> = from.collect();
    from.swap_remove(usize::from(number) % from.len())
}
