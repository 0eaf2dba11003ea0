#!/usr/bin/env bash
# `make run`: builds what changed and starts the demo company on the embedded store in ./data.
# YINGDA_* variables reach the server (`target/release/yingda config` lists them).
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/build.sh
exec target/release/yingda serve --demo "$@"
