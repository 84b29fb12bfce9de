#!/usr/bin/env bash
# MeshCentral's own code against our simulator: what firmware says is judged by a console that works
# with real firmware. Its WS-Management stack, its storage redirection (Node) and its screen and
# serial console (for browsers, here with a canvas and a socket of Node).
#
#   tests/peers/meshcentral.sh        needs node, npm, grub-mkrescue, ImageMagick; fetches 138 MB
#
# Not part of `./dev test` because of what it fetches.
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in node npm grub-mkrescue convert; do
    command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
cargo build --quiet
outband=$PWD/target/debug/outband
peers=$PWD/tests/peers
mkdir -p target/peers
cd target/peers
if [ ! -d package/amt ]; then
    archive=$(npm pack --silent meshcentral@1.1.55)
    tar -xzf "$archive" package/common.js package/amt package/public/scripts
    rm "$archive"
fi
mkdir -p tree/boot/grub
echo 'echo hello' >tree/boot/grub/grub.cfg
head -c 4000000 /dev/urandom >tree/noise.bin
rm -rf store # Each of these PCs has a certificate of its own.
[ -e disc.iso ] || grub-mkrescue -o disc.iso tree >/dev/null 2>&1

# A fresh PC for each part, at an address of its own.
number=0
sim=
pc() {
    [ -z "$sim" ] || kill "$sim"
    number=$((number + 1))
    address=127.0.92.$number
    "$outband" sim --bind "$address" --rfb-port off --presence-port off --json "$@" >sim.log &
    sim=$!
    until grep -q '"ready"' sim.log; do sleep 0.1; done
}
trap 'kill $sim 2>/dev/null || true' EXIT

export OUTBAND_PASSWORD=P@ssw0rd
ours() { "$outband" --config-dir store "$@"; }

echo "» WS-Management"
pc
node "$peers/meshcentral_wsman.js" "$address"

echo "» screen, in every mode of the device"
pc --scene photo
while read -r format options; do
    # shellcheck disable=SC2086
    node "$peers/meshcentral_redirection.js" "$address" screen theirs.ppm $options
    ours screen "$address" --pixel "$format" --trust first-use --png ours.png >/dev/null
    convert ours.png -depth 8 ours.ppm
    node "$peers/same_picture.js" "$format" theirs.ppm ours.ppm
done <<'MODES'
rgb565
rgb565 useZLib=true
rgb565 useRLE=false
rgb332 bpp=1
gray8 graymode=true
gray4 graymode=true lowcolor=true
MODES

echo "» serial console"
pc
node "$peers/meshcentral_redirection.js" "$address" serial

echo "» storage: the PC starts from a CD that MeshCentral lends"
pc
node "$peers/meshcentral_storage.js" "$address" disc.iso &
lender=$!
until grep -q '"kind":"ider"' sim.log; do sleep 0.1; done
ours power "$address" reset --to image --trust first-use >/dev/null
wait "$lender"
grep -q '"event":"ider.boot","drive":"cd","ok":true' sim.log
echo "all well"
