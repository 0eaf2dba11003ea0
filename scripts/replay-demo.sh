#!/usr/bin/env bash
# Plays the demo company's questions against the server at YINGDA_URL: `replay-demo.sh [RATE]`.
set -euo pipefail
cd "$(dirname "$0")/.."
rate=${1:-200}
cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT
curl --silent --fail --output /dev/null --cookie-jar "$cookies" --header 'content-type: application/json' \
  --data '{"email":"admin@demo.yingda","password":"yingda-demo-2026"}' "$YINGDA_URL/api/v1/session"
channel=$(curl --silent --fail --cookie "$cookies" "$YINGDA_URL/api/v1/channels" | grep -o 'wk_[0-9a-f]*' | head -n 1)
"${YINGDA_BIN:-target/debug/yingda}" replay demo/questions.jsonl --url "$YINGDA_URL" --channel "$channel" \
  --rate "$rate" --customers 200 --turns 1
