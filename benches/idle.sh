#!/usr/bin/env bash
# Processor time of the window while nothing happens: with no PC, and with a screen, a serial
# console and the facts of a PC in front of which nothing moves.
#
#   cargo build --release && benches/idle.sh [PROGRAM] [SECONDS]
#
# Prints for each the processor time in milliseconds for each second, all threads of the program.
set -euo pipefail

program=${1:-target/release/outband}
seconds=${2:-20}
source "$(dirname "$0")/common.sh"

mkfifo "$work/display" "$work/said"
Xvfb -screen 0 1920x1080x24 -nolisten tcp -noreset -displayfd 3 3>"$work/display" 2>/dev/null &
children+=($!)
read -r number <"$work/display"
export DISPLAY=":$number" XDG_RUNTIME_DIR="$work" HOME="$work" OUTBAND_PASSWORD='P@ssw0rd'
unset WAYLAND_DISPLAY

"$program" sim --wsman-port 0 --wsman-tls-port off --redir-port 0 --redir-tls-port off --rfb-port off \
    --scene setup --consent none >"$work/said" &
children+=($!)
read -r ready <"$work/said"
port() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" <<<"$ready"; }
target="127.0.0.1:$(port wsman):$(port redir)"

# idle NAME ARGUMENTS...: lets the window settle, then looks on.
idle() {
    local name=$1 pid before
    shift
    "$program" --config-dir "$work/$name" "$@" >/dev/null 2>&1 &
    pid=$!
    children+=("$pid")
    sleep 15
    before=$(ticks "$pid")
    sleep "$seconds"
    kill -0 "$pid" || { echo "$name has ended" >&2; exit 1; }
    echo "$name: $((($(ticks "$pid") - before) * 1000 / $(getconf CLK_TCK) / seconds)) ms a second"
    kill "$pid"
    wait "$pid" 2>/dev/null || true
}

idle empty
for view in screen serial device; do
    idle "$view" open "$target" --tls off --view "$view"
done
