#!/usr/bin/env bash
# The log before foreign verifiers. They need Python 3.12 or later, which is looked for where it usually lies.
set -euo pipefail
cd "$(dirname "$0")"

python=
for candidate in python3.{12..15} "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 /usr/local/bin/python3 /opt/*/bin/python3 python3; do
  if "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  apt-get update -q >/dev/null
  for version in 3.14 3.13 3.12; do
    if DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "python$version-venv" >/dev/null 2>&1; then python=python$version; break; fi
  done
fi
if [ -z "$python" ]; then
  echo "NOT CHECKED: the foreign verifiers of the log need Python 3.12 or later, and there is none here" >&2
  exit "${CANDOR_FOREIGN_MISSING:-0}"
fi
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
"$python" -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check aics-tlog==0.2.1 aics-witness==0.1.0
"$venv/bin/python" log.py
