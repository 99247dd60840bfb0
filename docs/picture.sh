#!/bin/sh
# Redraws docs/first-run.svg: runs the README's first command on a new copy of the example model, in a terminal, and draws its
# output. Run it after the output has changed, from any folder.
set -eu

repository=$(cd "$(dirname "$0")/.." && pwd)
cargo build --quiet --release --manifest-path "$repository/Cargo.toml"
target=${CARGO_TARGET_DIR:-$repository/target}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$repository/scripts" "$folder/scripts"
cd "$folder"

command='cargo run --release -- run scripts/onboard.rhai --input @scripts/input/onboard.json'
# `script` provides a terminal, so that the output is coloured. NO_COLOR in your environment must not change this.
script --quiet --return --log-out typescript --command \
    "stty cols 120; env -u NO_COLOR '$target/release/enlist' run scripts/onboard.rhai --input @scripts/input/onboard.json" \
    > /dev/null
python3 "$repository/docs/picture.py" "$command" < typescript > "$repository/docs/first-run.svg"
