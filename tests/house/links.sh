#!/bin/sh
# Every relative link of every page leads somewhere.
set -eu
cd "$(dirname "$0")/../.."
links=$(mktemp)
trap 'rm -f "$links"' EXIT
for page in $(git ls-files '*.md'); do
    { grep -oE '\]\([^)#]+' "$page" || true; } | sed "s|^](|$page |" >>"$links"
done
status=0
while read -r page link; do
    case $link in http:* | https:*) continue ;; esac
    if [ ! -e "$(dirname "$page")/$link" ]; then
        echo "$page: $link does not exist"
        status=1
    fi
done <"$links"
exit $status
