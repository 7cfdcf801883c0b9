#!/usr/bin/env bash
# Reads the feeds of the real program with readers that others wrote: feedparser (Atom, RSS) and feedsmith (all three).
# It stands outside the gate until it has run through once. It needs python3 with venv, node and npm; both readers come from their ordinary registries in the versions named here.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/feeds"
CANDOR_TEST_FEEDS="$work/feeds" cargo test -q -p candor --locked --test e2e a_stranger_who_reads_everything_finds_no_draft
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q feedparser==6.0.14
(cd "$work" && npm init -y >/dev/null && npm install --no-fund --no-audit --silent feedsmith@3.0.1)
"$work/venv/bin/python" tests/foreign/feeds.py "$work/feeds"
cp tests/foreign/feeds.mjs "$work/feeds.mjs"
node "$work/feeds.mjs" "$work/feeds"
