#!/usr/bin/env bash
# Reads the feeds of the real program with readers that others wrote: feedparser (Atom, RSS) and feedsmith (all three).
# It needs python3 with venv, node and npm; both readers come from their ordinary registries in the versions named here.
cd "$(dirname "$0")/../.."
source tests/foreign/prepare.sh feedparser==6.0.14
feeds=$(filled CANDOR_TEST_FEEDS a_stranger_who_reads_everything_finds_no_draft "${1:-}")
(cd "$work" && npm init -y >/dev/null && npm install --no-fund --no-audit --silent feedsmith@3.0.1)
"$python" tests/foreign/feeds.py "$feeds"
cp tests/foreign/feeds.mjs "$work/feeds.mjs"
node "$work/feeds.mjs" "$feeds"
