# shellcheck shell=sh
# npm packages for tests, in the build folder. Sourced by the tests that are written in JavaScript.

# npm_install NODE NPM SOURCE FOLDER: what SOURCE/package-lock.json names, into FOLDER/node_modules; only
# when the lock file differs from the one that was installed last. Of several tests at once one does it.
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
        cmp -s "$3/package-lock.json" "$4/installed.json" && exit 0
        cp "$3/package.json" "$3/package-lock.json" "$4/"
        PATH="$(dirname "$1"):$PATH" "$2" ci --prefix "$4" --ignore-scripts --no-audit --no-fund
        cp "$3/package-lock.json" "$4/installed.json"
    ) 9>"$4/lock"
}
