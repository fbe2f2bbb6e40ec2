#!/bin/bash
# in-debian.sh CACHE WORK SCRIPT: runs SCRIPT, which lies in WORK, as root of a
# clean Debian 12 that has nothing but its minimal packages. WORK is /mnt there.
#
# CACHE keeps the minimal system and what apt fetches from one run to the next.
# The system itself is in memory, and its mounts are in a namespace of their own:
# nothing is left of them when the run ends, however it does.
set -euo pipefail
Cache=$(realpath -m "$1") Work=$(realpath "$2") Script=$3
Suite=bookworm Mirror=http://deb.debian.org
mkdir -p "$Cache/archives/partial"

in_memory() { # SCRIPT: with a folder in memory as $Root
  export Cache Work Script Suite Mirror Root=$Cache/root
  mkdir -p "$Root"
  unshare --mount --pid --fork bash -euc "
    mount --make-rprivate /
    mount -t tmpfs -o size=4g,mode=755 tmpfs \"\$Root\"
    $1"
}

if [[ ! -f $Cache/base.tar ]]; then
  # shellcheck disable=SC2016
  in_memory '
    debootstrap --variant=minbase "$Suite" "$Root" "$Mirror/debian" > "$Cache/debootstrap.log"
    cat > "$Root/etc/apt/sources.list" <<END
deb $Mirror/debian $Suite main
deb $Mirror/debian $Suite-updates main
deb $Mirror/debian-security $Suite-security main
END
    rm -f "$Root"/var/cache/apt/archives/*.deb
    tar -C "$Root" --one-file-system -cf "$Cache/base.tar.new" .
    mv "$Cache/base.tar.new" "$Cache/base.tar"'
fi

# shellcheck disable=SC2016
in_memory '
  tar -C "$Root" -xf "$Cache/base.tar"
  cp /etc/resolv.conf "$Root/etc/resolv.conf"
  mkdir -p "$Root/mnt"
  mount --bind "$Cache/archives" "$Root/var/cache/apt/archives"
  mount --bind "$Work" "$Root/mnt"
  mount --rbind /dev "$Root/dev"
  mount -t proc proc "$Root/proc"
  exec chroot "$Root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive bash -euxo pipefail "/mnt/$Script"'
