#!/usr/bin/env bash
# Takes a picture of every screen, in both languages and themes and at several widths, for somebody to look at:
# `screenshots.sh FOLDER`. A second argument narrows it down: `screenshots.sh FOLDER 'en dark 1280'`.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

[ $# -ge 1 ] || { echo "usage: scripts/screenshots.sh FOLDER [which]" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
bash scripts/setup.sh rust node browser
bash scripts/frontend.sh web widget e2e
cargo build --locked --workspace --lib --bins --tests
cd e2e
YINGDA_TEST_SCREENSHOTS=$folder YINGDA_TEST_CHROMIUM=$(chromium_path) \
  npx playwright test --config screenshots.config.ts ${2:+--grep "$2"}
