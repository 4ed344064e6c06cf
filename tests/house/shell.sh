#!/bin/sh
# Shell is written as carefully as C.
set -eu
cd "$(dirname "$0")/../.."
scripts=$(git grep -lIE '^#!/(bin/sh|usr/bin/env bash)')
# shellcheck disable=SC2086 # a list of names without spaces
shellcheck -x $scripts
