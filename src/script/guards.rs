//! Guards: some functions of the engine can run or allocate without limit in a single operation. These replacements check the
//! size first (SECURITY 1).

use super::convert::{text_size, to_value};
use super::errors::{ended, limit, not_available};
use super::limits::limit_problem;
use super::session::Session;
use crate::domain::Problem;
use crate::store::to_json_text;
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, Module, NativeCallContext};
use std::fmt::Write;

type Done = Result<(), Box<EvalAltResult>>;
type Text = Result<ImmutableString, Box<EvalAltResult>>;
type Context<'a> = NativeCallContext<'a>;

/// Registers the guards. The engine finds them before the functions that they replace, because they are registered later.
pub fn register(engine: &mut Engine) {
    let mut module = Module::new();
    module.set_native_fn("sleep", |_: i64| -> Done { Err(no_sleep()) });
    module.set_native_fn("sleep", |_: f64| -> Done { Err(no_sleep()) });
    module.set_native_fn("pad", pad_array);
    module.set_native_fn("pad", |context: Context, text: &mut ImmutableString, length: i64, piece: char| {
        pad_text(&context, text, length, piece.encode_utf8(&mut [0; 4]))
    });
    module.set_native_fn("pad", |context: Context, text: &mut ImmutableString, length: i64, piece: ImmutableString| {
        pad_text(&context, text, length, &piece)
    });
    module.set_native_fn(
        "replace",
        |context: Context, text: &mut ImmutableString, old: ImmutableString, new: ImmutableString| {
            replace(&context, text, &old, &new)
        },
    );
    module.set_native_fn("replace", |context: Context, text: &mut ImmutableString, old: ImmutableString, new: char| {
        replace(&context, text, &old, new.encode_utf8(&mut [0; 4]))
    });
    module.set_native_fn("replace", |context: Context, text: &mut ImmutableString, old: char, new: ImmutableString| {
        replace(&context, text, old.encode_utf8(&mut [0; 4]), &new)
    });
    module.set_native_fn("replace", |context: Context, text: &mut ImmutableString, old: char, new: char| {
        replace(&context, text, old.encode_utf8(&mut [0; 4]), new.encode_utf8(&mut [0; 4]))
    });
    for name in ["to_string", "to_debug"] {
        module.set_native_fn(name, array_text);
        module.set_native_fn(name, map_text);
    }
    module.set_native_fn("to_json", map_json);
    engine.register_global_module(module.into());
}

/// A script that waits would block other runs.
fn no_sleep() -> Box<EvalAltResult> {
    not_available("scripts cannot wait: `sleep` is not available")
}

/// Replaces a function of Rhai that multiplies sizes without checking for overflow.
fn pad_array(context: Context, array: &mut Array, length: i64, item: Dynamic) -> Done {
    let most = context.engine().max_array_size();
    let Ok(length) = usize::try_from(length) else { return Ok(()) };
    if length > most {
        return Err(limit("size", format!("an array of {length} items, at most {most} are allowed")));
    }
    if length > array.len() {
        array.resize(length, item);
    }
    Ok(())
}

/// Replaces a function of Rhai that never ends if the piece is empty.
fn pad_text(context: &Context, text: &mut ImmutableString, length: i64, piece: &str) -> Done {
    let most = context.engine().max_string_size();
    let Ok(length) = usize::try_from(length) else { return Ok(()) };
    let missing = length.saturating_sub(text.chars().count());
    if piece.is_empty() || missing == 0 {
        return Ok(());
    }
    if length > most {
        return Err(limit("size", format!("a string of {length} characters, at most {most} bytes are allowed")));
    }
    text.make_mut().extend(piece.chars().cycle().take(missing));
    check_size(context, text)
}

/// Replaces a function of Rhai that builds the whole result before it checks the size.
fn replace(context: &Context, text: &mut ImmutableString, old: &str, new: &str) -> Done {
    let most = context.engine().max_string_size();
    // An empty text is found before each character and at the end.
    let count = if old.is_empty() { text.chars().count() + 1 } else { text.matches(old).count() };
    let size = text.len() - count * old.len() + count * new.len();
    if size > most {
        return Err(limit("size", format!("a string of {size} bytes, at most {most} are allowed")));
    }
    *text = text.replace(old, new).into();
    Ok(())
}

/// Writes an array as the engine does. The items of an array share strings, so a small array can be gigabytes as text.
fn array_text(context: Context, array: &mut Array) -> Text {
    if let Some(problem) = too_large_to_write(&context, array.iter().map(text_size).sum()) {
        array.clear();
        return end_soon(&context, problem);
    }
    let mut text = String::from("[");
    for (at, item) in array.iter_mut().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&item_text(&context, item)?);
    }
    text.push(']');
    Ok(text.into())
}

/// Writes a map as the engine does.
fn map_text(context: Context, map: &mut Map) -> Text {
    if let Some(problem) = too_large_to_write(&context, map_size(map)) {
        map.clear();
        return end_soon(&context, problem);
    }
    let mut text = String::from("#{");
    for (at, (key, item)) in map.iter_mut().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        let _ = write!(text, "{key:?}: {}", item_text(&context, item)?);
    }
    text.push('}');
    Ok(text.into())
}

/// Replaces a function of Rhai that writes control characters and values of Rust types in a form that is not JSON.
fn map_json(context: Context, map: &mut Map) -> Text {
    let limits = &Session::of(&context)?.limits;
    let value = to_value(Dynamic::from_map(map.clone()), limits).map_err(ended)?;
    let mut text = String::new();
    to_json_text(&value, &mut text);
    Ok(text.into())
}

fn item_text(context: &Context, item: &mut Dynamic) -> Text {
    let text = context.call_native_fn_raw("to_debug", true, &mut [item])?;
    Ok(text.into_immutable_string().unwrap_or_default())
}

/// Ends the script at its next operation. After an error the engine would write the value in another way, without a limit. So it
/// gets an empty text instead. The callers empty the value, because the engine measures it afterwards.
fn end_soon(context: &Context, problem: Problem) -> Text {
    Session::of(context)?.watch.end_soon(problem);
    Ok(ImmutableString::new())
}

/// Returns the limit that a value exceeds as text, if any; `size` is a lower bound of its bytes.
fn too_large_to_write(context: &Context, size: usize) -> Option<Problem> {
    let most = context.engine().max_string_size();
    (size > most).then(|| limit_problem("size", format!("a value of more than {most} bytes as text")))
}

fn map_size(map: &Map) -> usize {
    map.iter().map(|(key, item)| key.len() + text_size(item)).sum()
}

fn check_size(context: &Context, text: &ImmutableString) -> Done {
    let most = context.engine().max_string_size();
    if text.len() > most {
        return Err(limit("size", format!("a string of {} bytes, at most {most} are allowed", text.len())));
    }
    Ok(())
}
