#!/usr/bin/env bash
# From the start of the program until its window is to be seen, against a window of the same
# library with nothing in it. eframe shows a window when its first frame is drawn. Both take turns
# on one virtual display, with an address book of 1000 PCs for ours.
#
#   cargo build --release && cargo bench --no-run --bench empty_window
#   benches/startup.sh [PROGRAM] [EMPTY] [RUNS]
#
# Prints the median and the range of each in milliseconds, and processor time until then.
set -euo pipefail

program=${1:-target/release/outband}
empty=${2:-$(ls -t target/release/deps/empty_window-* | grep -v '\.d$' | head -n1)}
runs=${3:-9}
source "$(dirname "$0")/common.sh"

mkfifo "$work/display"
Xvfb -screen 0 1280x800x24 -nolisten tcp -noreset -displayfd 3 3>"$work/display" 2>/dev/null &
children+=($!)
read -r number <"$work/display"
export DISPLAY=":$number" XDG_RUNTIME_DIR="$work" HOME="$work"
unset WAYLAND_DISPLAY

"$program" --config-dir "$work/config" devices add first 10.0.0.1 >/dev/null
for n in $(seq 1000); do
    printf '\n[[pc]]\nname = "pc-%s"\naddress = "10.1.%s.%s"\n' "$n" $((n / 250)) $((n % 250 + 1))
done >>"$work/config/devices.toml"

# once NAME TITLE COMMAND...: starts it, waits for its window, notes both times, ends it.
once() {
    local name=$1 title=$2 began pid
    shift 2
    began=$(date +%s%N)
    "$@" >"$work/said" 2>&1 &
    pid=$!
    children+=("$pid")
    until xdotool search --onlyvisible --name "^$title\$" >/dev/null 2>&1; do
        kill -0 "$pid" || { echo "$name has ended" >&2; cat "$work/said" >&2; exit 1; }
    done
    echo "$((($(date +%s%N) - began) / 1000000)) $(($(ticks "$pid") * 1000 / $(getconf CLK_TCK)))" >>"$work/$name"
    kill "$pid"
    wait "$pid" 2>/dev/null || true
}

for _ in $(seq "$runs"); do
    once empty Empty "$empty" --show
    once outband Outband "$program" --config-dir "$work/config"
done
for name in empty outband; do
    sort -n "$work/$name" | awk -v name="$name" '
        { ms[NR] = $1; cpu[NR] = $2; sum += $2 }
        END { printf "%-8s %5d ms (%d to %d), %d ms of processor time\n",
              name, ms[int((NR + 1) / 2)], ms[1], ms[NR], sum / NR }'
done
