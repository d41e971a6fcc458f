#!/bin/bash
# Packages for another architecture than the machine's: cross-built, and in the full run by emulation.
# takes: 40 s, 200 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "building packages mounts layers"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the other architecture of this scenario is arm64"

# machine_of DEB: what the program of sl runs on, e_machine of its ELF header: 00b7 is AArch64.
machine_of() {
  mkdir -p "$work/unpacked"
  dpkg-deb --extract "$1" "$work/unpacked"
  od --address-radix=n --format=x2 --skip-bytes=18 --read-bytes=2 "$work/unpacked/usr/games/sl" | tr -d ' '
}

assert "sl is cross-built for arm64" debootc mock-build sl --host-arch arm64 --result-dir "$work/cross"
assert_equal "its program is for arm64" 00b7 "$(machine_of "$work/cross"/sl_*_arm64/sl_*_arm64.deb)"
assert_contains "its control data say so" <(dpkg-deb --field "$work/cross"/sl_*_arm64/sl_*_arm64.deb) "Architecture: arm64"
assert_contains "the chroot was the machine's own" <(cat "$work/cross"/sl_*_arm64/*.buildinfo) "Build-Architecture: amd64"

if [ -z "${DEBOOTC_TEST_FULL:-}" ]; then
  say "skip - a chroot of arm64: its programs are emulated, only in script/test --full"
  exit 0
fi
"$root/script/setup" --emulation
# It may have mounted binfmt_misc, to stay.
mounts_at_start=$(list_mounts)
assert "sl builds in a chroot of arm64" debootc mock-build sl --arch arm64 --result-dir "$work/emulated"
assert_equal "its program is for arm64" 00b7 "$(machine_of "$work/emulated"/sl_*_arm64/sl_*_arm64.deb)"
assert_contains "so was the chroot" <(cat "$work/emulated"/sl_*_arm64/*.buildinfo) "Build-Architecture: arm64"
