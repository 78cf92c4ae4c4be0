#!/usr/bin/env bash
# Makes .venv and installs the pinned set with the two plugins. Usage: tools/make_venv.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

fail() {
    printf 'make: %s\n' "$@" >&2
    exit 1
}

command -v "$python" >/dev/null || fail "$python not found: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)."

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version 2>&1) is too old: Passerelle needs Python 3.11 or newer." \
        "Name another one with: make PYTHON=python3.12 …"

# Debian ships the interpreter without ensurepip; its package is named after the version.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        fail "$python cannot make virtual environments. As root: apt-get install -y python3-venv   (or $package)"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
fi

# A checkout that was moved keeps scripts pointing at the old place: such a .venv is made again.
here=$(pwd -P)
if [ -e .venv ] && ! { [ -x .venv/bin/pip ] && head -n 1 .venv/bin/pip | grep -qF "$here/.venv/"; }; then
    rm -rf .venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv

echo "make: installing the pinned packages into .venv (a minute or two the first time)"
.venv/bin/python -m pip install -qq --no-input --disable-pip-version-check \
    -c constraints.txt -e '.[dev]' -e plugins/procurement_feed -e plugins/siae_registry
