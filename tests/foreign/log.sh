#!/usr/bin/env bash
# The log before foreign verifiers: aics-tlog verifies what the real program serves, aics-witness cosigns it. CANDOR_BIN names the program.
# Both packages declare Python 3.12. Where a machine has none, they are installed for 3.11 with that declaration set aside: they run
# there as they are, and what they cannot do would fail this script, not pass it.
set -euo pipefail
cd "$(dirname "$0")"

python=
for candidate in python3.{12..15} "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 /usr/local/bin/python3 python3; do
  if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then python=$candidate; break; fi
done
aside=()
if [ -z "$python" ]; then
  if ! python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-venv >/dev/null
  fi
  python=$(command -v /usr/bin/python3 || command -v python3)
  aside=(--ignore-requires-python)
fi
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
"$python" -m venv "$venv"
"$venv/bin/python" --version
"$venv/bin/pip" install -q --disable-pip-version-check ${aside[@]+"${aside[@]}"} aics-tlog==0.2.1 aics-witness==0.1.0
"$venv/bin/python" log.py
