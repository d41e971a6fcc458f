#!/bin/bash
# A suite whose ostree has composefs gets its root from it: what a boot of sid needs for that is in its tree, in its initramfs
# and on its disk; in the full run it boots with all rules kept. And its GRUB boots what bootc wants on its composefs backend.
# takes: 180 s, 270 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
. "$root/e2e/lib/boot-checks.sh"

# Signed like any other, but mirrors that are not of today are taken too.
mirror=${DEBOOTC_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sed -n 1p)}
cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/treefiles/sid.yaml" <<Y
include: minimal.yaml
suite: sid
sources: [{id: debian, uris: "$mirror", suites: sid, components: main, check-valid-until: false}]
disk: {size: 1G}
add-files: [[bootc, /usr/bin/bootc]]
Y
printf '#!/bin/sh\n' >"$work/treefiles/bootc"
debootc compose "$work/treefiles/sid.yaml" --output-dir "$work/out" "${unjudged[@]}"

base=$work/out/latest/compose/sid/$(dpkg --print-architecture)
checksum=$(ostree --repo="$base/ostree" rev-parse "$(ostree --repo="$base/ostree" refs)")
tree=$work/tree
ostree --repo="$base/ostree" checkout "$checksum" "$tree"
kernel=$(ls "$tree/usr/lib/modules")
initramfs() { chroot "$tree" lsinitrd "$@" "/usr/lib/modules/$kernel/initramfs.img"; }
configuration=/usr/lib/ostree/prepare-root.conf
assert_equal "the tree asks for composefs" "enabled = yes" "$(sed -n '/^\[composefs\]/,/^\[/{/=/p}' "$tree$configuration")"
assert_equal "and so does its initramfs" "$(cat "$tree$configuration")" "$(initramfs -f "${configuration#/}")"
initramfs >"$work/files"
for needed in ostree-prepare-root libcomposefs.so.1 loop.ko erofs.ko overlay.ko; do
  assert_matches "which has $needed" "$work/files" "/${needed//./[.]}([.][a-z0-9]+)?( ->.*)?$"
done
debootc export disk latest --output-dir "$work/out" --format raw
raw=$(ls "$base"/images/*.raw)
start=$(sfdisk --json "$raw" | python3 -c 'import json,sys; print(json.load(sys.stdin)["partitiontable"]["partitions"][1]["start"])')
assert_matches "and the deployment on its disk has the image to mount" \
  <(debugfs -R "stat /ostree/deploy/debian/deploy/$checksum.0/.ostree.cfs" "$raw?offset=$((start * 512))" 2>&1) 'Type: regular'

# booted_of NAME...: prints which of bootc's entries with these names GRUB tries to boot first. vvfat always has this UUID.
booted_of() {
  local esp=$work/esp name
  rm -rf "$esp" "$work/grub.log" && mkdir -p "$esp/boot/loader/entries"
  cp -r "$tree"/usr/lib/efi/grub/*/EFI "$esp"
  sed 's/@ROOT_UUID@/FABE-1AFD/' "$tree/usr/lib/bootupd/updates/grub-bls.cfg" >"$esp/EFI/debian/grub.cfg"
  for name in "$@"; do printf 'title %s\nlinux /nothing\n' "$name" >"$esp/boot/loader/entries/bootc_debian-$name.conf"; done
  setpriv --pdeathsig KILL qemu-system-x86_64 -machine q35 -accel tcg -m 512 -bios /usr/share/ovmf/OVMF.fd -nic none -display none \
    -monitor none -drive "if=virtio,format=raw,readonly=on,file=fat:$esp" -serial "file:$work/grub.log" 2>"$work/qemu.log" &
  timeout 300 sh -c 'until grep -aqs "Booting \`.*'"'"'" "$1"; do sleep 0.5; done' sh "$work/grub.log" || cat "$work/grub.log" >&2
  kill $! && wait $! || true
  grep -ao "Booting \`[^']*" "$work/grub.log" | sed -n "1s/.*\`//p"
}
if [ "$(dpkg --print-architecture)" = amd64 ]; then
  assert_equal "GRUB boots what bootc upgraded to, also if its version is lower" 1a-1 "$(booted_of 1a-1 9f-0)"
  assert_equal "and the only entry after an installation" 9f-1 "$(booted_of 9f-1)"
else
  say "skip - GRUB's choice of an entry: its virtual machine is for amd64"
fi

only_in_full_run "the boot of all that, whose rule evaluate-boot.test.ts has, too"
boot_and_check latest --output-dir "$work/out"
assert_not "every rule is kept" grep FAILED "$work/checks"
assert_contains "the root is composefs" "$work/checks" "passed composefs overlay of composefs"
