#!/usr/bin/env bash
# `make check`: format, lints, types and the rules of the house. Runs all of them, then fails if one did.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/phases.sh
source scripts/phases.sh

front_end_check() { (cd "$1" && npm run --silent check); }

# SC2317 takes functions that a trap or a phase calls for unreachable.
shell_scripts() { shellcheck --external-sources --exclude=SC2317 .ci/run scripts/*.sh; }

bash scripts/setup.sh rust lints node
bash scripts/frontend.sh web widget e2e

phase "shell scripts" shell_scripts
phase "format" cargo fmt --all --check
phase "clippy" cargo clippy --workspace --all-targets --locked -- -D warnings
phase "rules of the house" cargo run --quiet --locked --package xtask -- tidy
for folder in web widget e2e; do
  phase "$folder: types and lints" front_end_check "$folder"
done
phases_end
