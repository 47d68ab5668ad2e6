#!/bin/sh
# Finds the Chromium that the browser tests drive, or installs it. Prints its path.
set -eu
find_browser() {
    for name in "${COOLPAPERS_TEST_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" && return 0
    done
    # One that Playwright installed earlier.
    .venv/bin/python - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
print(path) if pathlib.Path(path).exists() else sys.exit(1)
PY
}
find_browser 2>/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium; } >&2
else
    .venv/bin/python -m playwright install chromium >&2
fi
find_browser
