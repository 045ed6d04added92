#!/bin/sh
# Pins what requirements*.in resolve to, with hashes and without any address a file was fetched from.
set -eu
cd "$(dirname "$0")/.."
: "${VENV:=.venv}"
for name in requirements requirements-dev requirements-node; do
    "$VENV/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        "$@" --output-file "$name.txt" "$name.in"
done
