#!/bin/bash
# A disk as an output of a variant: partitions, contents, checksums; an export of it later is the same, byte for byte, and the
# printed command boots it, with a way in.
# takes: 215 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"

minimal_compose
arch=$(dpkg --print-architecture)
json() { python3 -c 'import json,sys; v=json.load(open(sys.argv[1]))
for key in sys.argv[2:]: v=v[int(key)] if isinstance(v,list) else v[key]
print(v)' "$@"; }

mkdir "$work/tree"
cp -r "$root/treefiles/." "$work/tree"
cat >"$work/tree/release.yaml" <<'RELEASE'
release: {short: disks, name: Disks, version: "13"}
variants:
  minimal:
    treefile: minimal.yaml
    arches: [ARCH]
    build:
      disk: {size: 1G, images: [raw, qcow2]}
RELEASE
sed -i "s/ARCH/$arch/" "$work/tree/release.yaml"
cp "$minimal_lock" "$work/tree/release.minimal.lock.json"
sed 's/treefile: minimal/treefile: tiny/' "$work/tree/release.yaml" >"$work/tree/kernelless.yaml"
assert_status "a variant without a kernel is refused" 2 debootc compose "$work/tree/kernelless.yaml" --output-dir "$work/out" 2>"$work/refused"
assert_matches "at its place" "$work/refused" 'kernelless.yaml:7:32: disk.images: the tree has no kernel'

debootc compose "$work/tree/release.yaml" --output-dir "$work/out"
compose=$(readlink -f "$work/out/latest")
base=$compose/compose/minimal/$arch
images=$base/images
raw=$images/$(basename "$compose").$arch.raw
qcow2=${raw%.raw}.qcow2
assert_equal "the compose has the images, and nothing else beside them" "$(basename "$qcow2") $(basename "$raw")" "$(ls "$images" | xargs)"
assert "their checksums are among its own" grep -c "  minimal/$arch/images/" "$compose/compose/SHA256SUMS"
assert "and right" env -C "$compose/compose" sha256sum --check --quiet SHA256SUMS
assert_equal "productmd's file has them" "bootable-container qcow2 raw" "$(python3 -c 'import json,sys
print(*sorted(i["type"] for i in json.load(open(sys.argv[1]))["payload"]["images"]["minimal"][sys.argv[2]]))' "$compose/compose/metadata/images.json" "$arch")"
assert_contains "the page of the leg has them" "$compose/reports/minimal-$arch.html" "images/$(basename "$raw")"
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
e2fsck -fn "$file_system" >"$work/fsck" || fail "the root file system is damaged"
assert_not "the root file system is sound" grep 'Fix?' "$work/fsck"
checksum=$(json "$compose/compose/metadata/compose.json" legs 0 commit checksum)
debugfs -R "ls -l /ostree/deploy/debian/deploy" "$file_system" >"$work/deployments" 2>/dev/null
assert_contains "the commit is deployed" "$work/deployments" "$checksum.0"
debugfs -R "cat /ostree/deploy/debian/deploy/$checksum.0.origin" "$file_system" >"$work/origin" 2>/dev/null
assert_contains "and follows its ref" "$work/origin" "$(json "$compose/compose/metadata/compose.json" legs 0 ref)"

cp --sparse=always "$raw" "$work/as-composed.raw"
debootc compose "$work/tree/release.yaml" --output-dir "$work/out" --json >"$work/again"
assert "the same compose again takes the disk from the cache" grep '"state":"reused".*Make the disk images' "$work/again"
again=$work/out/latest/compose/minimal/$arch/images
assert "with the same bytes" cmp "$work/as-composed.raw" "$again"/*.raw
assert "in both forms" cmp "$qcow2" "$again"/*.qcow2
rm -r "$(readlink -f "$work/out/latest")"

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
assert "a killed export leaves the images as they were" cmp "$work/as-composed.raw" "$raw"
cp "$qcow2" "$work/as-composed.qcow2"
debootc export disk "$compose" | tee "$work/said"
assert_equal "the next one removes what it left" lock "$(ls "$images/.staging")"
assert "and makes the same image, byte for byte" cmp "$work/as-composed.raw" "$raw"
assert "in both forms" cmp "$work/as-composed.qcow2" "$qcow2"
assert "its own checksums are right" env -C "$images" sha256sum --check --quiet SHA256SUMS
assert_equal "its record names the commit" "$checksum" "$(json "$images/disk.json" checksum)"

command=$(grep -o 'qemu-system.*' "$work/said" | sed "s/,file=[^ ]*/,file=$(printf '%s' "$raw" | sed 's/[/&]/\\&/g')/; s/format=qcow2/format=raw/")
say "note - $command"
# A user adds a key in the same way: docs/disk.md. Another port, since others may run beside.
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
port=$((20000 + RANDOM % 10000))
key=$(base64 -w 0 "$work/key.pub")
command=$(sed "s/:2222-/:$port-/" <<<"$command")
assert "its ssh is at a port of this machine alone" grep -q "hostfwd=tcp:127.0.0.1:$port-:22" <<<"$command"
command+=" -smbios type=11,value=io.systemd.credential.binary:ssh.authorized_keys.root=$key"
(timeout 900 bash -c "exec $command" >"$work/console" 2>&1 </dev/null) &
pid=$!
log_in() {
  ssh -F none -p "$port" -i "$work/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes \
    -o ConnectTimeout=10 root@127.0.0.1 "$1"
}
for _ in $(seq 450); do
  log_in 'ostree admin status' >"$work/deployed" 2>"$work/refused" && break
  kill -0 "$pid" 2>/dev/null || break
  sleep 1
done
assert_contains "the printed command boots it, and root logs in with a key that the firmware hands over" "$work/deployed" "* debian $checksum.0"
log_in poweroff || true
wait "$pid" || true

debootc compose "$root/treefiles/tiny.yaml" --output-dir "$work/tiny"
assert_status "an export of a compose without a kernel is refused" 2 debootc export disk latest --output-dir "$work/tiny"
