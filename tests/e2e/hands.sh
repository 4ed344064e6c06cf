# shellcheck shell=sh
# Eyes and hands before a kiosk's real window: what its trace ($trace) says is on the screen, and fingers that touch
# it there. Sourced behind stack.sh.

trace=

# shown: the last screen that the kiosk has traced.
shown() {
    grep '^{"screen"' "$trace" | tail -n 1
}

screen_is() {
    shown | grep -q "^{\"screen\":\"$1\""
}

has() {
    shown | grep -qF "\"name\":\"$1\","
}

lacks() {
    ! has "$1"
}

# see PAGE: waits until the kiosk shows it.
see() {
    await 20 "the screen $1; there is: $(shown)" screen_is "$1"
}

# at NAME: the middle of what has this name.
at() {
    await 20 "$1 on the screen, which has: $(shown)" has "$1"
    shown | tr '{' '\n' | grep -F "\"name\":\"$1\"," | head -n 1 |
        sed 's/.*"x":\([0-9]*\),"y":\([0-9]*\),"w":\([0-9]*\),"h":\([0-9]*\).*/\1 \2 \3 \4/' |
        while read -r x y w h; do echo "$((x + w / 2)) $((y + h / 2))"; done
}

# press NAME: one calm touch; a screen that has just come takes none for half a second.
press() {
    place=$(at "$1")
    sleep 0.55
    # shellcheck disable=SC2086 # two numbers
    xdotool mousemove $place mousedown 1 mouseup 1
}
