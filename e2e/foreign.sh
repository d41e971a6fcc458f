#!/bin/bash
# Another architecture than the machine's: packages are cross-built, and in the full run packages and a tree by emulation.
# takes: 40 s, 450 s in the full run
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
  say "skip - a chroot and a tree of arm64: their programs are emulated, only in script/test --full"
  exit 0
fi
"$root/script/setup" --emulation
# It may have mounted binfmt_misc, to stay.
mounts_at_start=$(list_mounts)
assert "sl builds in a chroot of arm64" debootc mock-build sl --arch arm64 --result-dir "$work/emulated"
assert_equal "its program is for arm64" 00b7 "$(machine_of "$work/emulated"/sl_*_arm64/sl_*_arm64.deb)"
assert_contains "so was the chroot" <(cat "$work/emulated"/sl_*_arm64/*.buildinfo) "Build-Architecture: arm64"

compose() { debootc compose "$work/tree.yaml" --arch arm64 --output-dir "$work/out" "$@"; }
printf 'ref: debian/trixie/arm64/tree\nsuite: trixie\n' >"$work/tree.yaml"
assert "a tree of arm64 composes" compose >"$work/said"
assert_contains "with a warning" "$work/said" "programs for arm64 are emulated"
assert_equal "its image is for arm64" arm64 \
  "$(skopeo inspect --override-arch arm64 --format '{{.Architecture}}' "oci:$work/out/latest/compose/tree/arm64/oci:latest")"
echo hello >"$work/hello"
echo 'add-files: [[hello, /usr/share/hello]]' >>"$work/tree.yaml"
assert "and composes again with a file" compose --json >"$work/events"
assert_contains "for which" "$work/events" "copying the installed packages"
assert_not "no package is installed again" grep "indexing the locked packages" "$work/events"
assert_contains "the file is in it" <(ostree --repo="$work/out/latest/compose/tree/arm64/ostree" cat debian/trixie/arm64/tree /usr/share/hello) hello
