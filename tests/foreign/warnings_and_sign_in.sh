#!/usr/bin/env bash
# Sign-in through a provider, and warnings to receivers, that others wrote: oidc-provider, aiosmtpd, http_ece, jose.
# It needs CANDOR_BIN (the built program), openssl, node, npm and python3; the rest comes from the ordinary registries in the versions named here.
set -euo pipefail
cd "$(dirname "$0")"
if ! python3 -c 'import ensurepip' >/dev/null 2>&1 || ! command -v openssl >/dev/null; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3-venv openssl >/dev/null
fi
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
npm ci --no-fund --no-audit
python3 -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check aiosmtpd==1.4.6
node oidc.js 2>&1 | grep -v '^oidc-provider \(WARNING\|NOTICE\)'
PYTHON="$venv/bin/python" node warnings.js
