#!/bin/sh
# Finds a Chromium for the browser tests, or installs one where that can be done
# without asking anybody. Never fails: without a browser those tests are skipped, and
# pytest says so.

find_browser() {
    if [ -n "${CHROME:-}" ] && [ -x "$CHROME" ]; then
        echo "$CHROME"
        return 0
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    for place in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -x "$place" ]; then
            echo "$place"
            return 0
        fi
    done
    return 1
}

find_browser >/dev/null && exit 0

if [ "$(id -u)" = 0 ]; then
    root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    root="none"
fi

if command -v apt-get >/dev/null && [ "$root" != none ]; then
    echo "Installing Chromium for the browser tests ..."
    # $root is empty or two words.
    # shellcheck disable=SC2086
    $root apt-get update -qq &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends chromium fonts-liberation fonts-dejavu-core \
            >/dev/null
    find_browser >/dev/null && exit 0
fi

if [ "$(uname)" = Darwin ]; then
    how="brew install --cask chromium"
else
    how="install Chromium or Chrome with your package manager"
fi
echo "No browser found, so the browser tests will be skipped: $how," \
    "or set CHROME to the program." >&2
exit 0
