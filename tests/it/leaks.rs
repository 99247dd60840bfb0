//! Memory over many runs in one process: what a run takes, it gives back.

use super::world::{World, request, root};
use enlist::memory::held;
use enlist::script::{Mode, api};

const RUNS: usize = 1_000;

/// What may remain after all of them.
const MOST_KEPT: i64 = 1 << 20;

/// Attacks that end quickly, one of each kind.
const ATTACKS: &[&str] = &[
    "array_doubling",
    "call_string",
    "eval",
    "exit_early",
    "function_pointer_recursion",
    "handle_as_result",
    "import_module",
    "injected_sql",
    "lambda_recursion",
    "many_functions",
    "mutual_recursion",
    "null_bytes",
    "overflow_add",
    "print_flood",
    "shared_strings_printed",
    "shared_strings_interpolated",
    "sort_mixed_types",
    "string_doubling",
    "throw_large",
    "unterminated_comment",
];

#[test]
fn a_thousand_runs_give_their_memory_back() {
    let attack = |name| std::fs::read_to_string(root().join(format!("tests/attacks/{name}.rhai"))).unwrap();
    let functions = api::Functions::default();
    let ordinary = functions.iter().map(|function| function.example.to_owned());
    let requests: Vec<_> = ordinary.chain(ATTACKS.iter().map(attack)).map(|source| request(&source)).collect();
    let mut world = World::acme();
    let mut run = |count| {
        for request in requests.iter().cycle().take(count) {
            world.app.run("acme", request, Mode::Plan).unwrap();
        }
    };
    // Compiled scripts and prepared statements are kept on purpose; after two rounds they are there.
    run(2 * requests.len());
    let before = held();
    // The counter counts: otherwise nothing is proved here.
    let block = vec![0_u8; 100_000];
    assert!(held() >= before + 100_000);
    drop(block);
    run(RUNS);
    let kept = held() - before;
    assert!(kept < MOST_KEPT, "{kept} bytes are still held after {RUNS} runs");
}
