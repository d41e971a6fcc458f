#!/bin/bash
# Source packages that try to get out: each is refused as broken, and nothing outside is touched.
# takes: 25 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "a chroot is made"

mkdir "$work/sources"
cd "$work/sources"
mkdir "$work/victim"
echo whole >"$work/victim/file"

# make_source NAME FORMAT PYTHON: a .dsc whose archive is filled by Python code that has `tar`, `file`, `link`.
make_source() {
  python3 - "$1" "$2" "$work/victim" <<PYTHON
import hashlib, io, lzma, os, sys, tarfile
name, format, victim = sys.argv[1:]
archive = f"{name}_1.tar.xz" if "native" in format else f"{name}_1.orig.tar.xz"
with lzma.open(archive, "wb", preset=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
    def entry(path, kind=tarfile.REGTYPE, text="", target="", mode=0o644, **more):
        info = tarfile.TarInfo(path)
        info.type, info.linkname, info.mode, info.size = kind, target, mode, len(text)
        for key, value in more.items(): setattr(info, key, value)
        tar.addfile(info, io.BytesIO(text.encode()))
    top = f"{name}-1"
    entry(f"{top}", tarfile.DIRTYPE, mode=0o755)
    def debian(place=f"{top}/debian"):
        entry(place, tarfile.DIRTYPE, mode=0o755)
        entry(f"{place}/source", tarfile.DIRTYPE, mode=0o755)
        entry(f"{place}/source/format", text=format)
        entry(f"{place}/changelog", text=f"{name} (1) unstable; urgency=low\n\n  * Text.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n")
        entry(f"{place}/control", text=f"Source: {name}\nMaintainer: Me <me@example.org>\nStandards-Version: 4.7.0\n\nPackage: {name}\nArchitecture: all\nDescription: x\n x\n")
        entry(f"{place}/rules", text="#!/bin/sh\nexit 7\n", mode=0o755)
$3
files = [archive]
if "quilt" in format:
    packaging = f"{name}_1-1.debian.tar.xz"
    with lzma.open(packaging, "wb", preset=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        debian("debian")
    files.append(packaging)
with open(f"{name}.dsc", "w") as dsc:
    dsc.write(f"Format: {format}\nSource: {name}\nVersion: {'1-1' if 'quilt' in format else '1'}\nArchitecture: all\nChecksums-Sha256:\n")
    for one in files:
        bytes = open(one, "rb").read()
        dsc.write(f" {hashlib.sha256(bytes).hexdigest()} {len(bytes)} {one}\n")
    dsc.write("Files:\n")
    for one in files:
        bytes = open(one, "rb").read()
        dsc.write(f" {hashlib.md5(bytes).hexdigest()} {len(bytes)} {one}\n")
PYTHON
}

# refused NAME STATUS TEXT: mock-build ends with that status, and says the text.
refused() {
  local status=0
  "$root/bin/debootc" mock-build "$work/sources/$1.dsc" --result-dir "$work/results" >"$work/$1.log" 2>&1 || status=$?
  cat "$work/$1.log"
  assert_equal "$1 ends with $2" "$2" "$status"
  assert_contains "$1 says what is wrong" "$work/$1.log" "$3"
  assert_equal "$1 changed nothing outside" whole "$(cat "$work/victim/file")"
  assert_equal "$1 left nothing outside" file "$(ls "$work/victim")"
}

make_source upward "3.0 (native)" '
    debian(); entry("upward-1/../../../../../../../../../../../tmp/x", text="x")'
refused upward 40 upward_1.tar.xz

make_source absolute "3.0 (native)" '
    debian(); entry(f"{victim}/file", text="broken")'
refused absolute 40 absolute_1.tar.xz

make_source by-link "3.0 (native)" '
    debian(); entry("by-link-1/out", tarfile.SYMTYPE, target=victim); entry("by-link-1/out/file", text="broken")'
refused by-link 40 by-link_1.tar.xz

make_source hard-link "3.0 (native)" '
    debian(); entry("hard-link-1/out", tarfile.LNKTYPE, target=f"{victim}/file"); entry("hard-link-1/out", text="broken")'
refused hard-link 40 hard-link_1.tar.xz

make_source device "3.0 (native)" '
    debian(); entry("device-1/disk", tarfile.BLKTYPE, devmajor=8, devminor=0)'
refused device 40 device_1.tar.xz

make_source debian-link "3.0 (native)" '
    entry("debian-link-1/debian", tarfile.SYMTYPE, target="/etc")'
refused debian-link 40 debian-link_1.tar.xz

make_source many-tops "3.0 (quilt)" '
    entry("../outside", text="x"); entry("/etc/outside", text="x")'
refused many-tops 40 many-tops_1.orig.tar.xz

make_source pipe "3.0 (native)" '
    debian(); entry("pipe-1/pipe", tarfile.FIFOTYPE)'
refused pipe 10 'status 7'

# Files that are not what the .dsc says.
make_source missing "3.0 (native)" '
    debian()'
rm missing_1.tar.xz
refused missing 40 'missing_1.tar.xz is missing'
make_source changed "3.0 (native)" '
    debian()'
printf x | dd of=changed_1.tar.xz bs=1 seek=40 conv=notrunc status=none
refused changed 40 'the content of changed_1.tar.xz is not'
make_source garbage "3.0 (native)" '
    pass'
head -c 1000 /dev/urandom >garbage_1.tar.xz
sum=$(sha256sum garbage_1.tar.xz | cut -d' ' -f1)
printf 'Format: 3.0 (native)\nSource: garbage\nVersion: 1\nArchitecture: all\nChecksums-Sha256:\n %s 1000 garbage_1.tar.xz\nFiles:\n %s 1000 garbage_1.tar.xz\n' "$sum" "$(md5sum garbage_1.tar.xz | cut -d' ' -f1)" >garbage.dsc
refused garbage 40 garbage_1.tar.xz
printf 'Format: 3.0 (native)\nSource: path\nVersion: 1\nChecksums-Sha256:\n %s 1 ../victim/file\n' "$sum" >path.dsc
refused path 40 '"../victim/file" cannot be the name of a file next to the .dsc'

assert_no_leaks "no mount and no process is left"
