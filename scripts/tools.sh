# Sourced: where this machine keeps the programs that the scripts need. Finds, never installs.
# shellcheck shell=bash

have() { command -v "$1" >/dev/null 2>&1; }

is_macos() { [ "$(uname -s)" = Darwin ]; }

# The folder with initdb and pg_ctl, which Debian keeps off the PATH; empty when there is none.
postgres_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin \
    /usr/local/opt/postgresql@*/bin | sort -rV) "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
      echo "$folder"
      return
    fi
  done
}

# A Chromium that is already installed; empty when there is none. YINGDA_TEST_CHROMIUM names another.
chromium_path() {
  local name
  if [ -n "${YINGDA_TEST_CHROMIUM:-}" ]; then echo "$YINGDA_TEST_CHROMIUM"; return; fi
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    if have "$name"; then command -v "$name"; return; fi
  done
  for name in "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -x "$name" ]; then echo "$name"; return; fi
  done
}

# A TCP port of the loopback interface that nobody listens on; printed as a text, which Node never colours.
free_port() {
  node -e 'const probe = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(String(probe.address().port)); probe.close(); })'
}
