#!/bin/sh
# Runs the walks. Arguments: node, npm, folder to install into, walker program.
# Installs survey-core only when the lock file differs from the one that was installed last.
set -eu
node=$1 npm=$2 folder=$3 walker=$4
here=$(cd "$(dirname "$0")" && pwd)
for tool in "$node" "$npm"; do
    if [ ! -x "$tool" ]; then
        echo "node and npm were not found when the build was configured; install them and configure again" >&2
        exit 1
    fi
done
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
    mkdir -p "$folder"
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    PATH="$(dirname "$node"):$PATH" "$npm" ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
    cp "$here/package-lock.json" "$folder/installed.json"
fi
exec "$node" "$here/walks.js" "$folder" "$walker"
