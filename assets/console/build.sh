#!/bin/sh
# Builds the console and lists its files for the hub, which embeds them.
#
#   build.sh NODE NPM FOLDER     leaves FOLDER/dist, FOLDER/console_files.c and FOLDER/console_files.S
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tests/support/npm.sh
. "$top/tests/support/npm.sh"
if [ $# -ne 3 ]; then
    echo "usage: build.sh NODE NPM FOLDER" >&2
    exit 2
fi
node=$1 folder=$3
npm_install "$1" "$2" "$here" "$folder"

# The packages are in the build folder, so what is built is copied beside them.
for part in src public index.html tsconfig.json vite.config.ts eslint.config.js; do
    rm -rf "${folder:?}/$part"
    cp -R "$here/$part" "$folder/"
done
rm -rf "$folder/surveys"
cp -R "$top/assets/surveys" "$folder/surveys"
cd "$folder"
"$node" node_modules/openapi-typescript/bin/cli.js "$top/docs/openapi.json" -o src/api/types.ts >types.log 2>&1 ||
    { cat types.log >&2; exit 1; }
"$node" node_modules/vite/bin/vite.js build --logLevel warn

# list TEMPLATE: one row for each file that is served.
each_file() {
    (cd dist && find . -type f ! -name '*.gz' | LC_ALL=C sort | sed 's/^\.//')
}

{
    echo '/* Made by build.sh: the console, compressed. */'
    echo '    .section .rodata'
    number=0
    each_file | while read -r path; do
        gzip -9nkf "dist$path"
        printf '    .global console_file_%d, console_file_%d_end\n' "$number" "$number"
        printf 'console_file_%d:\n    .incbin "%s/dist%s.gz"\nconsole_file_%d_end:\n' "$number" "$folder" "$path" "$number"
        number=$((number + 1))
    done
    echo '    .section .note.GNU-stack,"",%progbits'
} >console_files.S.new
{
    echo '/* Made by build.sh: what console_files.S holds. */'
    echo '#include "console_files.h"'
    number=0
    each_file | while read -r path; do
        printf 'extern const unsigned char console_file_%d[], console_file_%d_end[];\n' "$number" "$number"
        number=$((number + 1))
    done
    echo 'const struct console_file console_files[] = {'
    number=0
    each_file | while read -r path; do
        digest=$(sha256sum "dist$path" | cut -c1-32)
        printf '    { "%s", console_file_%d, console_file_%d_end, %d, "%s" },\n' \
            "$path" "$number" "$number" "$(wc -c <"dist$path")" "$digest"
        number=$((number + 1))
    done
    echo '};'
    echo 'const size_t console_file_count = sizeof console_files / sizeof *console_files;'
} >console_files.c.new
mv console_files.S.new console_files.S
mv console_files.c.new console_files.c
