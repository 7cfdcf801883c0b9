# For the scripts beside it, which source it with the Python packages they need: a folder that goes away with them, and a
# Python of their own. Sets `work` and `python`.
set -euo pipefail
if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-venv >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check "$@"

# The gate gives a folder that its own tests have filled; otherwise the test that fills it runs here.
#   filled VARIABLE TEST [FOLDER]
filled() {
  local folder=${3:-}
  if [ -z "$folder" ]; then
    folder="$work/filled"
    mkdir "$folder"
    env "$1=$folder" cargo test -q --workspace --locked --test e2e "$2" >&2
  fi
  echo "$folder"
}
