#!/usr/bin/env bash
# From the loss of a screen until it is there again: `outband record` on a simulated PC whose
# connection is cut again and again, each time after more than five seconds (what lasts shorter is
# not looked for at once, so that nobody is pestered).
#
#   cargo build --release && benches/reconnect.sh [PROGRAM] [SECONDS]
#
# Prints the median and the range, in milliseconds after the loss: until the next connection is
# tried, until the screen is described, and until its whole picture is there.
set -euo pipefail

program=${1:-target/release/outband}
seconds=${2:-60}
source "$(dirname "$0")/common.sh"

export OUTBAND_PASSWORD='P@ssw0rd'
mkfifo "$work/said"
"$program" sim --wsman-port 0 --wsman-tls-port off --redir-port 0 --redir-tls-port off --rfb-port off \
    --scene motion --rate 20mbit --trouble 'redir:cut=14000000' --seed 1 >"$work/said" &
children+=($!)
read -r ready <"$work/said"
port() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" <<<"$ready"; }

"$program" record "127.0.0.1:$(port wsman):$(port redir)" --out "$work/screen.obr" --for "$seconds" \
    --tls off -v --log-file "$work/log" >/dev/null 2>&1

awk '
    function at(stamp) { split(substr(stamp, 12), t, /[:Z]/); return (t[1] * 3600 + t[2] * 60 + t[3]) * 1000 }
    / interrupted /                  { lost = at($1); n++ }
    lost && /stage=Connecting/       { print "tried", at($1) - lost }
    lost && /stage=AwaitingPicture/  { print "described", at($1) - lost }
    lost && /stage=Live/             { print "picture", at($1) - lost; lost = 0 }
' "$work/log" >"$work/times"
for what in tried described picture; do
    grep "^$what " "$work/times" | sort -n -k2 | awk -v what="$what" '
        { ms[NR] = $2 }
        END { if (NR) printf "%-10s %4d ms (%d to %d), %d losses\n", what, ms[int((NR + 1) / 2)], ms[1], ms[NR], NR
              else print what, "never: the screen was not lost" }'
done
