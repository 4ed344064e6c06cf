#!/bin/bash
# yousaid-stick with real file systems on loop devices: what is mounted how, who may write when, what is left alone, and a
# courier in a mount namespace of its own that saves onto it and takes a receipt off it. Needs root and loop devices. Where
# the kernel reads no vfat, ext4 takes its place.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi

# skip WHY: what this machine refuses is said.
skip() {
    echo "skipped: $*"
    exit 77
}

if [ "${1:-}" != inside ]; then
    [ "$(id -u)" -eq 0 ] || skip 'only root may mount'
    unshare --mount true 2>/dev/null || skip 'this machine permits no mounts of our own'
    losetup --find >/dev/null 2>&1 || skip 'this machine has no loop devices'
    exec unshare --mount --propagation private "$0" inside
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/mounts}"
asker=${YOUSAID_ASKER:-$here/build/dev/tests/stick_asker}
tree=$work/sys
# A socket's name is short, and what the kernel calls a mount has no links in it.
run=$(mktemp -d /run/yousaid-mounts.XXXXXX)
sticks=$run/sticks
loops=''

# tidy: the loop devices are the machine's, not the namespace's.
tidy() {
    stop_all
    umount -l "$run" 2>/dev/null || true
    rmdir "$run"
    for loop in $loops; do losetup -d "$loop" 2>/dev/null || true; done
}
trap tidy EXIT

# make_system KIND FILE LABEL: an image of 16 MB with an empty file system of the user daemon. No tool gives a vfat such a
# label; in a file system of this size it stands at byte 43.
make_system() {
    truncate -s 0 "$2"
    truncate -s 16M "$2"
    case $1 in
    vfat)
        mkfs.vfat "$2" >/dev/null
        printf '%-11s' "$3" | dd of="$2" bs=1 seek=43 conv=notrunc 2>/dev/null
        ;;
    ext4) mkfs.ext4 -q -L "$3" -E root_owner=1:1 "$2" ;;
    esac
}

# choose_kind: what this kernel can mount, by trying it.
choose_kind() {
    for kind in vfat ext4; do
        make_system $kind "$work/trial" TRIAL
        if mount -o loop,ro "$work/trial" "$run" 2>/dev/null; then
            umount "$run"
            return 0
        fi
    done
    skip 'this machine mounts neither vfat nor ext4 from a loop device'
}

# plug FILE: it is in, as a disk on the USB bus; sets stick to its device's name.
plug() {
    loop=$(losetup --find --show "$1") || skip 'this machine gives no loop device'
    loops="$loops $loop"
    stick=${loop##*/}
    disk=$tree/devices/usb1/1-1/host0/block/$stick
    mkdir -p "$disk" "$tree/block"
    cat "/sys/block/$stick/dev" >"$disk/dev"
    cat "/sys/block/$stick/size" >"$disk/size"
    cp "/sys/block/$stick/diskseq" "$disk/diskseq" 2>/dev/null || true
    ln -sfn "../devices/usb1/1-1/host0/block/$stick" "$tree/block/$stick"
    kill -HUP "$keeper"
}

# pull NAME: it is out.
pull() {
    rm "$tree/block/$1"
    rm -r "$tree/devices/usb1/1-1/host0/block/$1"
    kill -HUP "$keeper"
}

# start_keeper: sets keeper.
start_keeper() {
    "$bin/yousaid-stick" run --socket "$run/stick.sock" --folder "$sticks" --devices "$tree" --kinds "$kind,exfat" \
        --user daemon --group daemon 2>>"$work/keeper.log" &
    keeper=$!
    started="$started $keeper"
    await 20 'yousaid-stick' "$bin/yousaid-stick" status --socket "$run/stick.sock"
}

# says TEXT: status has this in it.
says() {
    "$bin/yousaid-stick" status --socket "$run/stick.sock" | grep -qF -- "$1"
}

# options FOLDER: of the mount there, then of its file system, as the kernel says them.
options() {
    awk -v at="$1" '$5 == at { split($0, half, " - "); split(half[2], behind, " "); print $6, behind[3] }' /proc/self/mountinfo
}

is_read_only() {
    case $(options "$1") in *' ro' | *' ro,'*) return 0 ;; *) return 1 ;; esac
}

may_be_written() {
    case $(options "$1") in *' rw' | *' rw,'*) return 0 ;; *) return 1 ;; esac
}

is_free() {
    [ -z "$(options "$1")" ] && [ ! -e "$1" ]
}

# What the courier's user of this test does; a list of words, so that what is started so is the process itself.
as_daemon=(setpriv --reuid=daemon --regid=daemon --clear-groups)

# asks LINE...: over one connection that ends with them; prints the answers.
asks() {
    printf '%s\n' "$@" | "${as_daemon[@]}" "$asker" "$run/stick.sock"
}

# hold LINE: an asker that has asked this and goes on holding its line; sets holder.
hold() {
    rm -f "$work/line" "$work/held.txt"
    mkfifo "$work/line"
    "${as_daemon[@]}" "$asker" "$run/stick.sock" <"$work/line" >"$work/held.txt" &
    holder=$!
    started="$started $holder"
    exec 4>"$work/line"
    printf '%s\n' "$1" >&4
    await 20 'an answer to an asker' test -s "$work/held.txt"
    expect 'ok ' "$(cat "$work/held.txt")" "asking \"$1\""
}

# expect TEXT ANSWER WHAT
expect() {
    case $2 in "$1"*) ;; *) fail "$3: \"$2\" and not \"$1\"" ;; esac
}

choose_kind
echo "kind of file system: $kind"
# What is made in it is the group's, as in the folder that the package makes.
mount -t tmpfs -o mode=2755,gid=daemon none "$run"
mount --make-shared "$run"
mkdir -p "$tree/block" "$sticks"
start_keeper

# ---- how it is mounted; its label is nothing to us ----
label='../../ETC'
make_system "$kind" "$work/first" "$label"
plug "$work/first"
first=$stick
await 20 'the stick' says "$sticks/1  $first, $kind: mounted, read-only"
[ "$(ls "$sticks")" = 1 ] || fail "there are other names than ours: $(ls "$sticks")"
case $(options "$sticks/1") in
'rw,nosuid,nodev,noexec,relatime ro'*) ;;
*) fail "it is mounted as $(options "$sticks/1")" ;;
esac
if [ "$kind" = vfat ]; then
    case $(options "$sticks/1") in
    *' ro,uid=1,gid=1,fmask=0137,dmask=0027,'*) ;;
    *) fail "its files are not the courier's alone: $(options "$sticks/1")" ;;
    esac
    if setpriv --reuid=nobody --regid=nogroup --clear-groups ls "$sticks/1" >/dev/null 2>&1; then
        fail 'anybody may read it'
    fi
fi
"$bin/yousaid-stick" status --json --socket "$run/stick.sock" | grep -q '"state": "reads"' || fail 'status --json does not say it'

# ---- written only while somebody saves ----
if touch "$sticks/1/file" 2>/dev/null; then fail 'it can be written though nobody saves'; fi
hold "write $sticks/1"
may_be_written "$sticks/1" || fail "while saving it is $(options "$sticks/1")"
"${as_daemon[@]}" touch "$sticks/1/file" || fail "the courier's user cannot write while saving"
says 'being written' || fail 'status does not say that somebody saves'
expect 'failed in_use ' "$(asks "write $sticks/1")" 'a second saver'
expect 'failed lost ' "$(asks "done $sticks/1")" "giving another's back"
printf 'done %s\n' "$sticks/1" >&4
await 20 'read-only again' is_read_only "$sticks/1"
await 20 'the answer' grep -q 'it is on the stick' "$work/held.txt"
if touch "$sticks/1/later" 2>/dev/null; then fail 'it can be written after the saving'; fi
exec 4>&-
wait "$holder"
[ -e "$sticks/1/file" ] || fail 'what was saved is not there'

# ---- the saver killed, with a file open that somebody else still writes ----
hold "write $sticks/1"
"${as_daemon[@]}" sh -c "exec 9>>'$sticks/1/file'; exec sleep 600" 4>&- &
writer=$!
started="$started $writer"
await 20 'an open file' sh -c "ls -l /proc/$writer/fd | grep -q '$sticks/1/file'"
kill -KILL "$holder"
exec 4>&-
wait "$holder" 2>/dev/null || true
await 20 'that it waits for the file' says 'as soon as nothing writes'
kill -KILL "$writer"
await 20 'read-only again after a kill' is_read_only "$sticks/1"
says 'mounted, read-only' || fail 'status does not say that it is read-only again'

# ---- only its own, only the group, only requests ----
mkdir "$sticks/9"
mount -t tmpfs none "$sticks/9"
for folder in "$sticks/9" "$sticks/2" "$sticks" "$sticks/1/" "$sticks/../sticks/1" /etc /; do
    expect 'failed not_ours ' "$(asks "write $folder")" "asking for $folder"
done
for line in write 'mount /dev/sda1 /etc' '' "status $sticks/1" "$(head -c 600 /dev/zero | tr '\0' x)"; do
    answer=$(asks "$line" | tail -n 1)
    case $answer in 'failed misuse '* | gone) ;; *) fail "the line \"$line\" is answered by \"$answer\"" ;; esac
done
chmod 666 "$run/stick.sock"
answer=$(echo status | setpriv --reuid=nobody --regid=nogroup --clear-groups "$asker" "$run/stick.sock" || true)
case $answer in gone | nobody) ;; *) fail "anybody is answered: $answer" ;; esac
answer=$(echo "write $sticks/1" | setpriv --reuid=nobody --regid=daemon --clear-groups "$asker" "$run/stick.sock" || true)
expect 'failed forbidden ' "$answer" 'a member of the group who is not the courier'
is_read_only "$sticks/1" || fail 'somebody without a right made it writable'

# ---- what is left alone: garbage, another kind, one that is in use ----
head -c 4194304 /dev/urandom >"$work/garbage"
plug "$work/garbage"
garbage=$stick
await 20 'the garbage' says "$garbage: left alone: no kind"
[ -e "$sticks/unread" ] || fail 'the screen is not told that a stick cannot be read'
truncate -s 16M "$work/swap"
mkswap "$work/swap" >/dev/null 2>&1
plug "$work/swap"
swap=$stick
await 20 'the other kind' says "$swap: left alone: no kind"
pull "$garbage"
pull "$swap"
await 20 'no word of what cannot be read' test ! -e "$sticks/unread"
make_system "$kind" "$work/owned" OWNED
mkdir "$work/owned-here"
mount -o loop "$work/owned" "$work/owned-here"
owned=$(findmnt -n -o SOURCE "$work/owned-here")
before=$(options "$(realpath "$work/owned-here")")
mkdir -p "$tree/devices/usb1/1-1/host0/block/${owned##*/}"
cp "/sys/block/${owned##*/}/dev" "/sys/block/${owned##*/}/size" "$tree/devices/usb1/1-1/host0/block/${owned##*/}/"
ln -s "../devices/usb1/1-1/host0/block/${owned##*/}" "$tree/block/${owned##*/}"
kill -HUP "$keeper"
await 20 'the disk in use' says "${owned##*/}: left alone: something else uses it"
[ "$(options "$(realpath "$work/owned-here")")" = "$before" ] || fail 'a foreign mount was changed'
pull "${owned##*/}"
umount "$work/owned-here"

# ---- pulled out while it is saved to ----
make_system "$kind" "$work/second" SECOND
plug "$work/second"
second=$stick
await 20 'a second stick' says "$sticks/2  $second"
hold "write $sticks/2"
pull "$second"
await 20 'that it is gone' is_free "$sticks/2"
printf 'done %s\n' "$sticks/2" >&4
await 20 'that the saver is told' grep -q 'failed lost' "$work/held.txt"
exec 4>&-
wait "$holder"
[ -n "$(options "$sticks/9")" ] || fail 'a foreign mount beside ours is gone'
umount "$sticks/9"
rmdir "$sticks/9"

# ---- killed itself while somebody saves: the next one finds everything and lends anew ----
hold "write $sticks/1"
kill -KILL "$keeper"
wait "$keeper" 2>/dev/null || true
may_be_written "$sticks/1" || fail 'nothing is left of the one that was killed'
start_keeper
await 20 'read-only again after a restart' is_read_only "$sticks/1"
[ "$(grep -c " $sticks/1 " /proc/self/mountinfo)" -eq 1 ] || fail 'it is mounted twice'
printf 'done %s\n' "$sticks/1" >&4
await 20 'that the line is dead' grep -q gone "$work/held.txt"
exec 4>&-
wait "$holder" || true

# ---- a courier in its service's place: all read-only, and mounts arrive as copies ----
make_hub 2>/dev/null
start_hub ''
enrol riverside kiosk
stop "$hub_pid"
visit kiosk start answer:good leave
visit kiosk start answer:poor leave
chown -R daemon:daemon "$work/kiosk"
chmod 755 "$work"
pull "$first"
await 20 'an empty folder' is_free "$sticks/1"
# shellcheck disable=SC2016 # the inner shell fills these in
unshare --mount --propagation slave sh -eu -c '
    mount --bind "$2" "$2"
    mount -o remount,bind,ro "$1"
    exec setpriv --reuid=daemon --regid=daemon --clear-groups "$3" run --data "$4" --stick-socket "$1/stick.sock"
' sh "$run" "$sticks" "$bin/yousaid-courier" "$work/kiosk" 2>>"$work/kiosk-courier.log" &
courier=$!
started="$started $courier"
await 20 'the courier' test -S "$work/kiosk/courier/courier.sock"
plug "$work/first"
first=$stick
await 20 'the stick again' says "$sticks/1  $first"
"$bin/yousaid-courier" stick --data "$work/kiosk" --to "$sticks/1" >"$work/carried.txt" 2>&1 ||
    fail "the courier does not save: $(cat "$work/carried.txt")"
grep -q 'wrote 2 responses' "$work/carried.txt" || fail "the courier says: $(cat "$work/carried.txt")"
is_read_only "$sticks/1" || fail 'after saving it is not read-only'

# ---- the hub's receipt comes back, and is taken off a stick that is locked against writing too ----
pull "$first"
await 20 'that it can be carried' is_free "$sticks/1"
mount -o loop "$work/first" "$work/owned-here"
"$bin/yousaid-hub" import --data "$work/hub" "$work"/owned-here/*.batch >"$work/imported.txt" 2>&1 ||
    fail "the hub does not take it: $(cat "$work/imported.txt")"
umount "$work/owned-here"
[ "$(exported "$work/hub")" -eq 2 ] || fail 'the hub has not both'
for loop in $loops; do losetup -d "$loop" 2>/dev/null || true; done
plug "$work/first"
blockdev --setro "/dev/$stick"
await 20 'the stick with its receipt' says "$sticks/1  $stick"
expect 'failed locked ' "$(asks "write $sticks/1")" 'a locked stick'
"$bin/yousaid-courier" stick --data "$work/kiosk" --to "$sticks/1" >"$work/carried.txt" 2>&1 ||
    fail "the courier takes no receipt off a locked stick: $(cat "$work/carried.txt")"
[ "$(acknowledged kiosk)" -eq 2 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of two"
visit kiosk start answer:good leave
chown -R daemon:daemon "$work/kiosk"
if "$bin/yousaid-courier" stick --data "$work/kiosk" --to "$sticks/1" >"$work/carried.txt" 2>&1; then
    fail 'a locked stick took a response'
fi
grep -q 'locked against writing' "$work/carried.txt" || fail "it does not say that it is locked: $(cat "$work/carried.txt")"
blockdev --setrw "/dev/$stick"
"$bin/yousaid-courier" stick --data "$work/kiosk" --to "$sticks/1" >"$work/carried.txt" 2>&1 ||
    fail "it does not save once it is unlocked: $(cat "$work/carried.txt")"
stop "$courier"

# ---- the end leaves nothing ----
stop "$keeper"
is_free "$sticks/1" || fail 'it leaves a mount behind'
[ -z "$(ls "$sticks")" ] || fail "it leaves something behind: $(ls "$sticks")"
[ ! -e "$run/stick.sock" ] || fail 'it leaves its socket'
echo "sticks of $kind were mounted, written only while somebody saved, pulled out, locked and carried"
rm -rf "$work"
