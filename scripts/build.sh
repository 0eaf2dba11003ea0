#!/usr/bin/env bash
# `make build`: the web app, the widget and target/release/yingda with both inside.
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/setup.sh rust node
bash scripts/frontend.sh web widget
cargo build --release --locked --package yingda
