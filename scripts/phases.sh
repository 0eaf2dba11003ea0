# Sourced: runs a script's work in named phases, goes on after one that failed, and says at the end how long each
# took and which failed.
# shellcheck shell=bash

phase_lines=()
phase_failures=0

phase() { # phase NAME COMMAND…
  local name=$1 began=$SECONDS word=ok
  shift
  printf '\n== %s\n' "$name"
  if ! "$@"; then
    word=FAILED
    phase_failures=$((phase_failures + 1))
  fi
  phase_lines+=("$(printf '%-28s %4d s  %s' "$name" $((SECONDS - began)) "$word")")
}

# Prints the table; its status says whether every phase passed.
phases_end() {
  printf '\n'
  printf '%s\n' "${phase_lines[@]}"
  [ "$phase_failures" -eq 0 ]
}
