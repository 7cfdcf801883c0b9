#!/usr/bin/env bash
# Reads the feeds of the real program with readers that others wrote: feedparser (Atom, RSS) and feedsmith (all three).
# It needs python3 with venv, node and npm; both readers come from their ordinary registries in the versions named here.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-venv >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The gate gives a folder that its own tests have filled; otherwise the test that fills it runs here.
feeds=${1:-}
if [ -z "$feeds" ]; then
  feeds="$work/feeds"
  mkdir "$feeds"
  CANDOR_TEST_FEEDS="$feeds" cargo test -q --workspace --locked --test e2e a_stranger_who_reads_everything_finds_no_draft
fi
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
(cd "$work" && npm init -y >/dev/null && npm install --no-fund --no-audit --silent feedsmith@3.0.1)
"$work/venv/bin/python" tests/foreign/feeds.py "$feeds"
cp tests/foreign/feeds.mjs "$work/feeds.mjs"
node "$work/feeds.mjs" "$feeds"
