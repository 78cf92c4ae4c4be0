#!/usr/bin/env bash
# Makes sure that PostgreSQL's server programs and Chromium are here, as the tests need them.
# As root it installs what is missing; otherwise it says what to install and fails, because a check
# that was left out must never look like one that passed. HUB_TEST_WITHOUT=postgres,browser leaves
# them out on purpose, aloud.
set -euo pipefail
cd "$(dirname "$0")/.."
without=",${HUB_TEST_WITHOUT:-},"

leaves_out() { [[ $without == *",$1,"* ]]; }

has_postgres() {
    [ -n "${HUB_TEST_POSTGRES_URL:-}" ] || command -v initdb >/dev/null ||
        compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_browser() {
    command -v chromium >/dev/null || command -v google-chrome >/dev/null ||
        compgen -G "$HOME/.cache/ms-playwright/chromium-*/*/chrome" >/dev/null
}

packages=()
if leaves_out postgres; then
    echo "make test: NOT TESTED on PostgreSQL (HUB_TEST_WITHOUT)" >&2
elif ! has_postgres; then
    packages+=(postgresql)
fi
if leaves_out browser; then
    echo "make test: NOT TESTED in a browser (HUB_TEST_WITHOUT)" >&2
elif ! has_browser; then
    packages+=(chromium)
fi
[ ${#packages[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    {
        echo "make test: missing on this machine: ${packages[*]}. Install with:"
        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}"
        echo "(on Ubuntu, Chromium with: sudo .venv/bin/playwright install --with-deps chromium)"
        echo "or leave them out, knowingly: make test HUB_TEST_WITHOUT=postgres,browser"
    } >&2
    exit 1
fi

apt-get update -qq
# Ubuntu has Chromium only as a snap, which does not run in a container: Playwright brings its own there.
if [[ " ${packages[*]} " == *" chromium "* ]] && ! apt-cache show chromium >/dev/null 2>&1; then
    .venv/bin/playwright install --with-deps chromium
    packages=("${packages[@]/chromium/}")
fi
# shellcheck disable=SC2206  # the emptied element goes
packages=(${packages[*]})
[ ${#packages[@]} -eq 0 ] ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
