//! The stack that scripts run on.

/// The size of the stack in bytes. The engine recurses where values are nested: it compares, prints and drops them on this
/// stack.
const STACK: usize = 64 << 20;

/// How many bytes of a stack must be left for a script to run on it.
const ENOUGH: usize = STACK - (1 << 20);

/// Calls a function on a stack that is deep enough for scripts.
///
/// Each run does so by itself. A program that runs many scripts in sequence calls them all inside one `on_deep_stack` and
/// allocates the stack once.
pub fn on_deep_stack<T>(does: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(ENOUGH, STACK + (1 << 20), does)
}
