#!/bin/sh
# Finds the nginx that its example is tested with, or installs it. Prints its path.
set -eu
find_nginx() {
    for name in "${COOLPAPERS_TEST_NGINX:-}" nginx /usr/sbin/nginx; do
        [ -n "$name" ] && command -v "$name" && return 0
    done
    return 1
}
find_nginx && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nginx-light; } >&2 || true
fi
find_nginx || echo
