#!/bin/bash
# What a tree with bootc gets, without any bootc: a stand-in does with it exactly what bootc does. A disk follows a registry; in
# the full run it boots, installs itself on another disk as `bootc install to-disk` does, and that one boots and is upgraded.
# bootc-journey.sh does all of that with a real bootc.
# takes: 120 s, 480 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/trial-machine.sh"
needs_root "deploying a tree keeps its owners"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the virtual machine is for amd64"

follows=registry.example.org/me/trial:13
cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/trial.yaml" <<Y
include: treefiles/base.yaml
ref: test/trial
automatic-version-prefix: "13"
packages: [fdisk, dosfstools]
container: {follows: "$follows"}
disk: {boot-tries: 1, size: 2G}
add-files:
  - [bootc, /usr/bin/bootc]
  - [module-setup.sh, /usr/lib/dracut/modules.d/51bootc/module-setup.sh]
  - [initramfs-setup, /usr/lib/bootc/initramfs-setup]
  - [driver.sh, /usr/lib/trial/driver]
  - [install.sh, /usr/lib/trial/install]
  - [driver.service, /usr/lib/systemd/system/trial-driver.service]
  - [patient.conf, /usr/lib/systemd/system/debootc-boot-failed.timer.d/patient.conf]
units: [trial-driver.service]
Y
cp "$root/e2e/lib/bootc-stand-in.sh" "$work/bootc"
cp "$root/e2e/lib/bootc-install.sh" "$work/install.sh"
printf '#!/bin/sh\n' >"$work/initramfs-setup"
# On a busy machine a boot takes longer than it may.
printf '[Timer]\nOnBootSec=\nOnBootSec=60min\n' >"$work/patient.conf"
# bootc's own module, but for the service.
cat >"$work/module-setup.sh" <<'M'
#!/bin/bash
check() { return 255; }
depends() { return 0; }
install() { dracut_install /usr/lib/bootc/initramfs-setup; }
M
driver_service >"$work/driver.service"
# What is done at each boot that comes up. The disk that debootc made has the state root `debian`, bootc's has `default`.
cat >"$work/driver.sh" <<'S'
#!/bin/sh
set -eu
trap 'systemctl poweroff' EXIT
state=$(sed -n 's#.*ostree=/ostree/boot[^/]*/\([^/]*\)/.*#\1#p' /proc/cmdline)
second=$(grep -o trial.second /proc/cmdline || true)
echo "TRIAL boot of $state${second:+ $second}"
case $state$second in
  debian) /usr/lib/trial/install /dev/vdb && echo "TRIAL installed" ;;
  default)
    checksum=$(ostree admin status | sed -n 's/^\* [^ ]* \([0-9a-f]*\).*/\1/p')
    mount -o remount,rw /sysroot
    ostree admin deploy --os=default --karg=trial.second "$checksum"
    trap - EXIT
    systemctl reboot
    ;;
esac
S
chmod +x "$work/driver.sh" "$work/bootc" "$work/install.sh" "$work/initramfs-setup" "$work/module-setup.sh"

debootc compose "$work/trial.yaml" --output-dir "$work/out"
base=$work/out/latest/compose/trial/amd64
checksum=$(ostree --repo="$base/ostree" rev-parse test/trial)
tree=$work/tree
ostree --repo="$base/ostree" checkout "$checksum" "$tree"
assert "the tree has what bootc calls of bootupd" test -x "$tree/usr/bin/bootupctl"
assert "and by what it chooses GRUB" test -d "$tree/usr/lib/bootupd/updates"
assert_matches "it names the file system of its root" "$tree/usr/lib/bootc/install/00-debootc.toml" '^type = "ext4"$'
chroot "$tree" lsinitrd "/usr/lib/modules/$(ls "$tree/usr/lib/modules")/initramfs.img" >"$work/initramfs"
assert_matches "its initramfs has ostree's module" "$work/initramfs" '/ostree-prepare-root$'
assert_matches "and bootc's, which was not asked for" "$work/initramfs" 'bootc/initramfs-setup$'
"$root/bin/debootc" lint latest --output-dir "$work/out" --json >"$work/lint" || true
python3 - "$work/lint" >"$work/findings" <<'P'
import json, sys
report = json.loads(open(sys.argv[1]).read().splitlines()[-1])["result"]
for finding in report["findings"]: print(finding["rule"], finding.get("path", ""))
P
assert_not "the linter finds nothing in what debootc wrote" grep -E 'composefs|initramfs|bootc-' "$work/findings"
assert_equal "and asks for the version of a bootc without a package once" "etc-enablement /usr/bin/bootc" \
  "$(grep etc-enablement "$work/findings")"

debootc export disk latest --output-dir "$work/out" --format raw | tee "$work/said"
disk=$(find "$base/images/" -name '*.raw')
start=$(sfdisk --json "$disk" | python3 -c 'import json,sys; print(json.load(sys.stdin)["partitiontable"]["partitions"][1]["start"])')
in_disk() { debugfs -R "$1" "$disk?offset=$((start * 512))" 2>/dev/null; }
assert_contains "the last screen says what the disk follows" "$work/said" "by bootc, from $follows"
assert_matches "and so does its record" "$base/images/disk.json" "\"follows\":\"$follows\""
deployment=$(in_disk "ls -p /ostree/deploy/debian/deploy" | grep -oE '[0-9a-f]{64}\.0' | sed -n 1p)
in_disk "cat /ostree/deploy/debian/deploy/$deployment.origin" >"$work/origin"
assert_contains "bootc has deployed the image, to be followed in the registry" "$work/origin" \
  "container-image-reference=ostree-unverified-registry:$follows"
in_disk "cat /boot/loader/syslinux.cfg" >"$work/menu"
assert_matches "the menu is one that GRUB reads" "$work/menu" '^TIMEOUT 30$'
assert_equal "with the kernel arguments of any disk, each once" "console=tty0 console=ttyS0 panic=30" \
  "$(grep -oE 'console=tty0|console=ttyS0|panic=30' "$work/menu" | xargs)"
# Names in a directory of the disk.
names() { in_disk "ls -p $1" | cut -d/ -f6 | grep -vx -e '' -e '\.' -e '\.\.' | sort | paste -sd' '; }
assert_equal "nothing that was needed to make it is on the disk" "boot lost+found ostree" "$(names /)"
own=$(names "/ostree/deploy/debian/deploy/$deployment/etc")
assert_matches "the system has what the tree has in /etc" <(echo "$own") '(^| )passwd( |$)'
assert_not "but not the policy by which bootc took the image" grep -w containers <<<"$own"

only_in_full_run "boots of two disks"
truncate -s 3G "$work/second.raw"
# boot CONSOLE DISK...
boot() {
  local drives=() drive
  for drive in "${@:2}"; do drives+=(-drive "if=virtio,format=raw,file=$drive"); done
  boot_until_off "$1" -m 2048 -nic none "${drives[@]}"
}
boot "$work/first.log" "$disk" "$work/second.raw"
assert_contains "the disk that follows a registry boots, and its boot is proven" "$work/first.log" "came up at try 1"
assert_contains "it installs itself elsewhere in the way of bootc" "$work/first.log" "TRIAL installed"
boot "$work/second.log" "$work/second.raw"
assert_equal "what bootc installs boots, and so does what ostree deploys there" \
  "TRIAL boot of default|TRIAL boot of default trial.second|" \
  "$(tr -d '\r' <"$work/second.log" | grep -aoE 'TRIAL boot of .*' | tr '\n' '|')"
assert_equal "each on trial until it came up" 2 "$(grep -ac 'came up at try 1' "$work/second.log")"
