#!/usr/bin/env bash
# Subscribing, letters, leaving and webhooks over a mail server that others wrote. CANDOR_BIN names the program.
set -euo pipefail
cd "$(dirname "$0")"
if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-venv >/dev/null
fi
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check aiosmtpd==1.4.6
"$venv/bin/python" letters.py
