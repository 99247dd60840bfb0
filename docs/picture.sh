#!/bin/sh
# Makes docs/first-run.svg anew: runs the README's first command on a fresh copy of the example model, as on a terminal,
# and draws what it prints. Run it from anywhere after the output has changed.
set -eu

repository=$(cd "$(dirname "$0")/.." && pwd)
cargo build --quiet --release --manifest-path "$repository/Cargo.toml"
target=${CARGO_TARGET_DIR:-$repository/target}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$repository/scripts" "$folder/scripts"
cd "$folder"

command='cargo run --release -- run scripts/onboard.rhai --input @scripts/input/onboard.json'
# `script` is a terminal to the program, so that it colours; NO_COLOR of whoever runs this must not count.
script --quiet --return --log-out typescript --command \
    "stty cols 120; env -u NO_COLOR '$target/release/enlist' run scripts/onboard.rhai --input @scripts/input/onboard.json" \
    > /dev/null
python3 "$repository/docs/picture.py" "$command" < typescript > "$repository/docs/first-run.svg"
