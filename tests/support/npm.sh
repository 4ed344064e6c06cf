# shellcheck shell=sh
# npm packages for tests, in the build folder. Sourced by the tests that are written in JavaScript.

# npm_install NODE NPM SOURCE FOLDER: what SOURCE/package-lock.json names, into FOLDER/node_modules, and
# SOURCE/installed.js, which knows them, beside; only what differs from what was installed last. Of several
# tests at once one does it.
npm_install() {
    for tool in "$1" "$2"; do
        if [ ! -x "$tool" ]; then
            echo "node and npm were not found when the build was configured; install them and configure again" >&2
            exit 1
        fi
    done
    mkdir -p "$4"
    (
        flock 9
        if ! cmp -s "$3/package-lock.json" "$4/installed.json"; then
            cp "$3/package.json" "$3/package-lock.json" "$4/"
            PATH="$(dirname "$1"):$PATH" "$2" ci --prefix "$4" --ignore-scripts --no-audit --no-fund
            cp "$3/package-lock.json" "$4/installed.json"
        fi
        [ ! -f "$3/installed.js" ] || cmp -s "$3/installed.js" "$4/installed.js" || cp "$3/installed.js" "$4/"
    ) 9>"$4/lock"
}
