#!/usr/bin/env bash
# What our chain costs a guest that reads a lent CD: the same small Linux reads the same disc once
# from QEMU alone, and once through `outband sim --vm` and `outband media --boot`.
#
#   cargo build --release --no-default-features && ./dev setup && benches/lent_cd.sh
#
# Prints, for each way, the seconds of five runs of each reading, measured by the guest's clock.
set -euo pipefail
outband=${OUTBAND:-$PWD/target/release/outband}
guest=$PWD/target/guest
ip=127.0.88.3
[ -x "$outband" ] || { echo "no $outband: build it first" >&2; exit 1; }
[ -e "$guest/vmlinuz" ] || { echo "no kernel in target/guest: ./dev setup" >&2; exit 1; }
folder=$(mktemp -d)
started=()
finish() {
    for id in "${started[@]}"; do kill -INT "$id" 2>/dev/null || true; done
    for id in "${started[@]}"; do wait "$id" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap finish EXIT

# A disc whose system reads 10 MiB at a time with read-ahead, then 500 single pages without.
make_disc() {
    mkdir -p root/{bin,proc,sys,dev} tree/boot/grub
    cp "$(command -v busybox)" root/bin/busybox
    ln -s busybox root/bin/sh
    for module in scsi_common scsi_mod libata ata_piix cdrom sr_mod; do
        cp "$guest/$module.ko" root/
    done
    cat >root/init <<'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in scsi_common scsi_mod libata ata_piix cdrom sr_mod; do insmod /$module.ko; done
n=0
while [ ! -b /dev/sr0 ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
exec >/dev/ttyS0 2>&1
read_it() {
    echo 3 >/proc/sys/vm/drop_caches
    from=$(cut -d' ' -f1 /proc/uptime)
    dd if=/dev/sr0 of=/dev/null "$@" 2>/dev/null
    to=$(cut -d' ' -f1 /proc/uptime)
    echo "$from $to" | awk -v what="$*" '{ printf "READ %s: %.2f s\n", what, $2 - $1 }'
}
for run in 1 2 3 4 5; do read_it bs=128k count=80; done
echo 0 >/sys/block/sr0/queue/read_ahead_kb
for run in 1 2 3 4 5; do read_it bs=4k count=500 skip=100; done
echo ALL READ
exec sleep 3600
END
    chmod +x root/init
    (cd root && find . | cpio -o -H newc --quiet | gzip -1) >tree/initrd
    cp "$guest/vmlinuz" tree/vmlinuz
    head -c 12000000 /dev/urandom >tree/filler
    printf '%s\n' 'linux /vmlinuz console=ttyS0,115200 quiet' 'initrd /initrd' boot >tree/boot/grub/grub.cfg
    grub-mkrescue --fonts= --locales= --themes= \
        --install-modules="linux normal iso9660 configfile search part_msdos" -o disc.iso tree >grub.log 2>&1
}

# until FILE TEXT: two minutes at most.
until_says() {
    for _ in $(seq 120); do
        if grep -qa "$2" "$1" 2>/dev/null; then return 0; fi
        sleep 1
    done
    echo "no \"$2\" in two minutes" >&2
    exit 1
}

cd "$folder"
make_disc
echo "QEMU alone"
qemu-system-x86_64 -no-user-config -nodefaults -machine pc -cpu max -m 256 -accel tcg,tb-size=256 \
    -display none -device VGA -drive if=none,id=cd0,media=cdrom,file=disc.iso,format=raw,readonly=on \
    -device ide-cd,bus=ide.1,drive=cd0,bootindex=0 -serial file:direct.txt &
started=($!)
until_says direct.txt "ALL READ"
grep -a ^READ direct.txt
kill "${started[0]}"
wait "${started[0]}" || true

echo "through outband"
export OUTBAND_PASSWORD='P@ssw0rd' XDG_CONFIG_HOME=$folder/config
"$outband" sim --vm --vm-memory 256 --bind $ip >sim.txt 2>&1 &
started=($!)
until_says sim.txt '"ready"'
mkfifo keys
"$outband" serial $ip --tls off <keys >serial.txt 2>serial.err &
started=($! "${started[@]}")
exec 9>keys
until_says sim.txt '"sol"'
"$outband" media $ip --tls off --cd disc.iso --boot >media.txt 2>&1 &
started=($! "${started[@]}")
until_says serial.txt "ALL READ"
grep -a ^READ serial.txt
