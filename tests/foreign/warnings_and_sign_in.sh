#!/usr/bin/env bash
# Sign-in through a provider, and warnings and reminders to receivers, that others wrote: oidc-provider, aiosmtpd, http_ece, jose.
# It needs CANDOR_BIN (the built program), openssl, node, npm and python3; the rest comes from the ordinary registries in the versions named here.
cd "$(dirname "$0")"
source ./prepare.sh aiosmtpd==1.4.6
if ! command -v openssl >/dev/null; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends openssl >/dev/null
fi
npm ci --no-fund --no-audit
node oidc.js 2>&1 | grep -v '^oidc-provider \(WARNING\|NOTICE\)'
PYTHON="$python" node warnings.js
