#!/bin/sh
# Runs the walks. Arguments: node, npm, folder to install into, walker program.
set -eu
node=$1 npm=$2 folder=$3 walker=$4
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/npm.sh
. "$here/../support/npm.sh"
npm_install "$node" "$npm" "$here" "$folder"
exec "$node" "$here/walks.js" "$folder" "$walker"
