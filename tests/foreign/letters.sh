#!/usr/bin/env bash
# Subscribing, letters, leaving and webhooks over a mail server that others wrote. CANDOR_BIN names the program.
cd "$(dirname "$0")"
source ./prepare.sh aiosmtpd==1.4.6
"$python" letters.py
