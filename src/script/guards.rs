//! Guards: functions of the engine that could run or allocate without bound in a single operation, replaced by ones that
//! check before they work (SECURITY 1).

use super::session::{limit, refused_native};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Module, NativeCallContext};

type Done = Result<(), Box<EvalAltResult>>;
type Context<'a> = NativeCallContext<'a>;

/// Registers the guards; they are found before the functions they replace, because they are registered later.
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
    engine.register_global_module(module.into());
}

/// There is no clock in scripts, and waiting would keep others waiting.
fn no_sleep() -> Box<EvalAltResult> {
    refused_native("scripts cannot wait: `sleep` is not available")
}

/// Rhai multiplies sizes here without regard to overflow.
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

/// Rhai never ends here if the piece is empty.
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

/// Rhai builds the whole result before it looks at its size.
fn replace(context: &Context, text: &mut ImmutableString, old: &str, new: &str) -> Done {
    let most = context.engine().max_string_size();
    // Between all characters, before the first and after the last, if there is nothing to look for.
    let count = if old.is_empty() { text.chars().count() + 1 } else { text.matches(old).count() };
    let size = text.len() - count * old.len() + count * new.len();
    if size > most {
        return Err(limit("size", format!("a string of {size} bytes, at most {most} are allowed")));
    }
    *text = text.replace(old, new).into();
    Ok(())
}

fn check_size(context: &Context, text: &ImmutableString) -> Done {
    let most = context.engine().max_string_size();
    if text.len() > most {
        return Err(limit("size", format!("a string of {} bytes, at most {most} are allowed", text.len())));
    }
    Ok(())
}
