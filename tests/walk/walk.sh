#!/usr/bin/env bash
# A technician's four jobs in the real window, on a display of its own, by the hands of xdotool, against
# four simulated PCs that want their user's consent for everything. Prints clicks, questions and
# seconds of each job, and keeps a picture of every step.
#
#   cargo build && tests/walk/walk.sh [IMAGE.iso] [FOLDER-FOR-PICTURES] [PROGRAM]
#
# Without an image, grub-mkrescue makes one. Needs Xvfb, xdotool, ImageMagick, gnome-keyring, at-spi2-core, python3-gi, gir1.2-atspi-2.0. Controls are
# found by their names through the bus for assistive programs, as a screen reader finds them.
set -euo pipefail

image=${1:-}
pictures=${2:-target/walk}
program=$(realpath "${3:-target/debug/outband}")
here=$(dirname "$(realpath "$0")")
for needed in Xvfb xdotool import gnome-keyring-daemon dbus-run-session gdbus; do
    command -v "$needed" >/dev/null || { echo "$needed is missing" >&2; exit 1; }
done
mkdir -p "$pictures"
source "$here/../../benches/common.sh"

if [ -z "$image" ]; then
    mkdir "$work/tree"
    grub-mkrescue -o "$work/start.iso" "$work/tree" >/dev/null 2>&1
    image=$work/start.iso
fi
image=$(realpath "$image")

mkfifo "$work/display"
Xvfb -screen 0 1280x800x24 -nolisten tcp -noreset -displayfd 3 3>"$work/display" 2>/dev/null &
children+=($!)
read -r number <"$work/display"
export DISPLAY=":$number" XDG_RUNTIME_DIR="$work" HOME="$work" LANG=C.UTF-8 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

"$program" sim --fleet 4 --mode ccm --consent all --bind 127.0.72.1 >"$work/sim" 2>"$work/sim.err" &
children+=($!)
for _ in $(seq 600); do
    [ "$(grep -c '"event":"ready"' "$work/sim")" = 4 ] && break
    sleep 0.1
done
for number in 1 2 3 4; do
    "$program" --config-dir "$work/config" devices add "desk-0$number" "127.0.72.$number" --user admin >/dev/null
done
# Clicks are counted from the page of a new tab.
printf 'version = 1\nrestore_tabs = false\n' >"$work/config/settings.toml"

# A bus of its own: the key store opens without a question, and assistive programs are served.
# shellcheck disable=SC2016
dbus-run-session -- bash -euc '
    printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    for property in IsEnabled ScreenReaderEnabled; do
        gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
            --method org.freedesktop.DBus.Properties.Set org.a11y.Status "$property" "<true>" >/dev/null
    done
    exec /usr/bin/python3 "$@"
' bash "$here/walk.py" "$program" "$work" "$image" "$pictures" 2> >(grep -v 'dbus-daemon\|SpiRegistry\|broken (explicit\|atspi_error\|dbind-WARNING' >&2)
