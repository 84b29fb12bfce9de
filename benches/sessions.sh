#!/usr/bin/env bash
# Sixteen screens at once: how much of a processor they take while everything moves, and while
# nothing does. Each session is a program of its own that records; the simulator is apart.
#
#   cargo build --release && benches/sessions.sh [PROGRAM] [SESSIONS] [SECONDS]
#
# Prints per scene: processor time of all sessions together and of the simulator, in percent of
# one core, pictures in all recordings, and whether each recording is whole.
set -euo pipefail

program=${1:-target/release/outband}
sessions=${2:-16}
seconds=${3:-20}
source "$(dirname "$0")/common.sh"

sum() {
    local total=0 pid
    for pid in "$@"; do total=$((total + $(ticks "$pid"))); done
    echo "$total"
}

field() { sed -n "s/.*\"$2\":\"\\{0,1\\}\\([^,\"}]*\\).*/\\1/p" "$1"; }

hz=$(getconf CLK_TCK)
measured=$((seconds - 6))
for scene in motion setup; do
    mkdir "$work/$scene"
    mkfifo "$work/$scene/input"
    "$program" sim --until-eof --fleet "$sessions" --scene "$scene" --profile amt14 \
        --wsman-port off --wsman-tls-port off --redir-port 0 --redir-tls-port off --rfb-port off \
        <"$work/$scene/input" >"$work/$scene/sim" &
    sim=$!
    children+=("$sim")
    exec 7>"$work/$scene/input"
    for _ in $(seq 300); do
        [ "$(grep -c '"ready"' "$work/$scene/sim")" -ge "$sessions" ] && break
        sleep 0.1
    done

    pids=()
    for port in $(grep '"ready"' "$work/$scene/sim" | sed 's/.*"redir":\([0-9]*\).*/\1/'); do
        OUTBAND_PASSWORD='P@ssw0rd' "$program" record "127.0.0.1:16992:$port" --tls off \
            --config-dir "$work/config" --for "$seconds" --out "$work/$scene/$port.obr" --json \
            >"$work/$scene/$port.json" 2>"$work/$scene/$port.log" &
        pids+=("$!")
        children+=("$!")
    done

    # Everything is open by then; what is measured ends before the first of them does.
    sleep 4
    before=$(sum "${pids[@]}") sim_before=$(ticks "$sim")
    sleep "$measured"
    after=$(sum "${pids[@]}") sim_after=$(ticks "$sim")
    wait "${pids[@]}" || true

    pictures=0 whole=0
    for file in "$work/$scene"/*.obr; do
        "$program" replay "$file" --json >"$work/replayed" || true
        pictures=$((pictures + $(field "$work/replayed" pictures)))
        [ "$(field "$work/replayed" state)" = whole ] && whole=$((whole + 1))
    done
    echo "$scene: sessions $(((after - before) * 100 / hz / measured)) %," \
        "simulator $(((sim_after - sim_before) * 100 / hz / measured)) %," \
        "$((pictures / seconds)) pictures/s, $whole of $sessions recordings whole"
    exec 7>&-
    wait "$sim" || true
done
