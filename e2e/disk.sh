#!/bin/bash
# A disk of a compose: partitions, contents, checksums, twice the same; and the printed command boots it.
# takes: 170 s, 280 s in the full run
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"

minimal_compose
compose=$minimal
arch=$(dpkg --print-architecture)
images=$compose/compose/minimal/$arch/images
json() { python3 -c 'import json,sys; v=json.load(open(sys.argv[1]))
for key in sys.argv[2:]: v=v[int(key)] if isinstance(v,list) else v[key]
print(v)' "$@"; }

debootc export disk "$compose" | tee "$work/said"
raw=$images/$(json "$images/disk.json" images 0 path)
qcow2=$images/$(json "$images/disk.json" images 1 path)
assert "the checksums are right" env -C "$images" sha256sum --check --quiet SHA256SUMS
assert "the raw image is sparse" test "$(stat -c '%b*512' "$raw" | python3 -c 'print(eval(input()))')" -lt 1000000000
assert_equal "both images have the same content" "Images are identical." "$(qemu-img compare -f raw -F qcow2 "$raw" "$qcow2")"
sfdisk --json "$raw" >"$work/table"
assert_equal "the table is a GUID partition table" gpt "$(json "$work/table" partitiontable label)"
assert_equal "the first partition is the EFI system partition" C12A7328-F81F-11D2-BA4B-00A0C93EC93B "$(json "$work/table" partitiontable partitions 0 type)"
start=$(json "$work/table" partitiontable partitions 1 start)
mdir -i "$raw@@1M" -/ -b :: >"$work/esp"
assert_matches "firmware finds the boot loader" "$work/esp" '^::/EFI/BOOT/BOOT(X64|AA64).EFI$'
# Programs for ext4 read it where it lies.
file_system="$raw?offset=$((start * 512))"
assert "the root file system is sound" e2fsck -fn "$file_system"
checksum=$(json "$images/disk.json" checksum)
debugfs -R "ls -l /ostree/deploy/debian/deploy" "$file_system" >"$work/deployments" 2>/dev/null
assert_contains "the commit is deployed" "$work/deployments" "$checksum.0"
debugfs -R "cat /ostree/deploy/debian/deploy/$checksum.0.origin" "$file_system" >"$work/origin" 2>/dev/null
assert_contains "and follows its ref" "$work/origin" "$(json "$images/disk.json" ref)"

# Content, by name, mode, owner and bytes: times of files that ostree writes differ.
content() {
  mkdir "$work/tree" && debugfs -R "rdump / $work/tree" "$file_system" >/dev/null 2>&1
  (cd "$work/tree" && find . -printf '%p %y %m %U %G %l\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum)
  rm -r "$work/tree"
}
content >"$work/first"
esp=$(dd if="$raw" bs=1M skip=1 count=128 status=none | sha256sum)
"$root/bin/debootc" export disk "$compose" --format raw >"$work/killed.log" 2>&1 &
pid=$!
until grep -q 'Make the disk' "$work/killed.log"; do
  kill -0 "$pid" || { cat "$work/killed.log"; fail "the export ended before it was killed"; }
  sleep 0.1
done
assert_status "a second export of the same compose is told to wait" 60 debootc export disk "$compose"
sleep 1
kill -9 "$pid"
wait "$pid" || true
assert "a killed export leaves the images as they were" env -C "$images" sha256sum --check --quiet SHA256SUMS
debootc export disk "$compose" --format raw
assert_equal "the next one removes what it left" lock "$(ls "$images/.staging")"
assert_equal "and makes the same partitions" "$(json "$work/table" partitiontable id)" "$(sfdisk --json "$raw" | python3 -c 'import json,sys; print(json.load(sys.stdin)["partitiontable"]["id"])')"
assert_equal "the same EFI system partition" "$esp" "$(dd if="$raw" bs=1M skip=1 count=128 status=none | sha256sum)"
content >"$work/second"
assert "and the same content" diff "$work/first" "$work/second"

command=$(grep -o 'qemu-system.*' "$work/said" | sed "s/file=[^ ]*/file=$(printf '%s' "$raw" | sed 's/[/&]/\\&/g')/; s/format=qcow2/format=raw/")
say "note - $command"
# Firmware, boot loader, kernel and initramfs have found the deployment by then; upgrade.sh boots such a disk to the end.
reached='Finished .*ostree-prepare-root.service'
[ -z "${DEBOOTC_TEST_FULL:-}" ] || reached='login:'
(timeout 600 bash -c "$command" >"$work/console" 2>&1 </dev/null) &
pid=$!
for _ in $(seq 600); do
  grep -qE "$reached" "$work/console" && break
  kill -0 "$pid" 2>/dev/null || break
  sleep 1
done
assert_matches "the printed command boots it: $reached" "$work/console" "$reached"
pkill -f "$raw" || true
wait "$pid" || true

debootc compose "$root/treefiles/tiny.yaml" --output-dir "$work/tiny"
assert_status "a compose without a kernel is refused" 2 debootc export disk latest --output-dir "$work/tiny"
