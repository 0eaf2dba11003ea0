#!/usr/bin/env bash
# Makes sure that what a target needs is on this machine: `setup.sh rust node browser …`.
# Debian and Ubuntu with root or password-less sudo: installs it. Elsewhere: names all of it in one line.
# Touches nothing, and asks no network, when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

readonly RUST_NEEDED="1.95"
readonly NODE_NEEDED=20

packages=() # of apt, or of brew on macOS
by_hand=()  # what no package manager here brings

at_least() { # at_least WANTED VERSION
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

wants() { # wants APT-PACKAGE BREW-FORMULA
  if is_macos; then packages+=("$2"); else packages+=("$1"); fi
}

need_rust() {
  local version=""
  have rustc && version=$(rustc --version | cut -d ' ' -f 2)
  if ! have cargo || ! at_least "$RUST_NEEDED" "${version:-0}"; then
    by_hand+=("Rust $RUST_NEEDED or newer (https://rustup.rs, then: rustup update stable)")
  fi
  have cc || wants build-essential gcc
}

need_lints() {
  have cargo-fmt && have cargo-clippy || by_hand+=("rustfmt and clippy (rustup component add rustfmt clippy)")
  have shellcheck || wants shellcheck shellcheck
}

need_node() {
  local major=0
  have node && major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  if [ "$major" -ge "$NODE_NEEDED" ] && have npm; then return; fi
  if is_macos; then
    packages+=(node)
  elif apt_offers_node; then
    packages+=(nodejs npm)
  else
    by_hand+=("Node.js $NODE_NEEDED or newer with npm (https://nodejs.org)")
  fi
}

apt_offers_node() {
  local major
  have apt-cache || return 1
  major=$(apt-cache policy nodejs | sed -n 's/^ *Candidate: \([0-9]*\:\)\{0,1\}\([0-9]*\).*/\2/p')
  [ "${major:-0}" -ge "$NODE_NEEDED" ]
}

need_postgres() {
  [ -n "$(postgres_bin)" ] || wants postgresql postgresql@17
  have openssl || wants openssl openssl
}

need_python() {
  if have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; then return; fi
  wants python3-venv python
}

need_browser() {
  [ -n "$(chromium_path)" ] || wants chromium chromium
  if ! is_macos && [ -z "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]; then
    packages+=(fontconfig fonts-noto-cjk)
  fi
}

# Tests that lack it are skipped and say so: installed where that is possible, and asked of nobody.
need_faketime() {
  if ! may_install || compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null; then return; fi
  packages+=(libfaketime)
}

may_install() {
  if is_macos || ! have apt-get; then return 1; fi
  [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

install_packages() {
  if [ ${#packages[@]} -eq 0 ] || ! may_install; then return 0; fi
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  echo "setup: installing ${packages[*]}" >&2
  "${root[@]+"${root[@]}"}" env DEBIAN_FRONTEND=noninteractive bash scripts/apt-install.sh "${packages[@]}" >&2
  packages=()
}

name_what_is_missing() {
  local hint="" missing=("${by_hand[@]+"${by_hand[@]}"}")
  if [ ${#packages[@]} -gt 0 ]; then
    hint="install with your package manager"
    if is_macos; then hint="brew install"; elif have apt-get; then hint="sudo apt-get install"; fi
    missing+=("$hint ${packages[*]}")
  fi
  [ ${#missing[@]} -gt 0 ] || return 0
  local line
  line=$(printf '; %s' "${missing[@]}")
  echo "missing: ${line#; }" >&2
  exit 1
}

install_nextest() {
  have cargo-nextest && return
  echo "setup: installing cargo-nextest from source (once)" >&2
  cargo install cargo-nextest --locked
}

nextest=false
for need in "$@"; do
  case $need in
    rust) need_rust ;;
    nextest) nextest=true ;;
    lints) need_lints ;;
    node) need_node ;;
    postgres) need_postgres ;;
    python) need_python ;;
    browser) need_browser ;;
    faketime) need_faketime ;;
    curl) have curl || wants curl curl ;;
    *) echo "setup.sh: unknown need '$need'" >&2; exit 2 ;;
  esac
done

install_packages
name_what_is_missing
if $nextest; then install_nextest; fi
