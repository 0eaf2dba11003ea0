#!/usr/bin/env bash
# Plays the demo company's questions against the server at YINGDA_URL: `replay-demo.sh [RATE [ROUNDS]]`.
set -euo pipefail
cd "$(dirname "$0")/.."
rate=${1:-200}
rounds=${2:-1}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
curl --silent --fail --output /dev/null --cookie-jar "$folder/cookies" --header 'content-type: application/json' \
  --data '{"email":"admin@demo.yingda","password":"yingda-demo-2026"}' "$YINGDA_URL/api/v1/session"
channel=$(curl --silent --fail --cookie "$folder/cookies" "$YINGDA_URL/api/v1/channels" | grep -o 'wk_[0-9a-f]*' | head -n 1)
for _ in $(seq "$rounds"); do cat demo/questions.jsonl; done >"$folder/questions.jsonl"
"${YINGDA_TEST_BIN:-target/debug/yingda}" replay "$folder/questions.jsonl" --url "$YINGDA_URL" --channel "$channel" \
  --rate "$rate" --customers 200 --turns 1
