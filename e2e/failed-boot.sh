#!/bin/bash
# Upgrades that do not boot: the machine goes back to the system before by itself, stays there, and keeps a good one.
# takes: 1 s, 700 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/trial-machine.sh"
needs_root "deploying a tree keeps its owners"
only_in_full_run "boots a machine seven times"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the virtual machine is for amd64"

cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/old.yaml" <<'Y'
include: treefiles/base.yaml
ref: test/old
disk: {boot-tries: 1}
add-files:
  - [driver.sh, /usr/lib/trial/driver]
  - [driver.service, /usr/lib/systemd/system/trial-driver.service]
  # As on a machine that is too busy for it: the service that saves the machine's id never does.
  - [starved.conf, /usr/lib/systemd/system/systemd-machine-id-commit.service.d/starved.conf]
units: [trial-driver.service]
Y
driver_service >"$work/driver.service"
printf '[Service]\nExecStart=\nExecStart=/bin/false\n' >"$work/starved.conf"
# What is done at each boot that comes up. The second disk has the upgrades.
cat >"$work/driver.sh" <<'S'
#!/bin/sh
set -eu
boot=$(($(cat /var/lib/trial-boot 2>/dev/null || echo 0) + 1))
echo "$boot" >/var/lib/trial-boot
upgrade() {
  mkdir -p /run/upgrades
  mount -o ro,noload /dev/vdb /run/upgrades
  ostree pull-local --repo=/ostree/repo /run/upgrades/repo "$1"
  ostree admin deploy --os=debian "$1"
}
echo "TRIAL boot $boot is $(cat /usr/lib/trial/name 2>/dev/null || echo old), failed: $(wc -l </var/lib/debootc/failed-deployments 2>/dev/null || echo 0)"
echo "TRIAL machine $(cat /etc/machine-id)"
case $boot in
  1) upgrade test/panics ;;
  2) upgrade test/unwell ;;
  3) ;;
  4) upgrade test/new ;;
  *) systemctl poweroff && exit ;;
esac
systemctl reboot
S
chmod +x "$work/driver.sh"

debootc compose "$work/old.yaml" --output-dir "$work/out"
debootc export disk latest --output-dir "$work/out" --format raw
disk=$(find "$work/out/latest/" -name '*.raw')

# upgrade NAME: a commit that is the old one with the files of $work/NAME on top.
mkdir "$work/upgrades"
repo=$work/upgrades/repo
ostree --repo="$repo" init --mode=archive
ostree --repo="$repo" pull-local "$work/out/latest/compose/old/amd64/ostree" test/old
upgrade() {
  mkdir -p "$work/$1/usr/lib/trial"
  echo "$1" >"$work/$1/usr/lib/trial/name"
  ostree --repo="$repo" commit --branch="test/$1" --bootable --owner-uid=0 --owner-gid=0 \
    --tree=ref=test/old --tree=dir="$work/$1" --add-metadata-string=version="$1"
}
# unit NAME UNIT BEFORE COMMAND: a unit that must succeed before a target is reached.
unit() {
  local directory=$work/$1/usr/lib/systemd/system
  mkdir -p "$directory/$3.requires"
  printf '[Unit]\nDefaultDependencies=no\nBefore=%s\n[Service]\nType=oneshot\nExecStart=%s\n' "$3" "$4" >"$directory/$2"
  ln -s "../$2" "$directory/$3.requires/$2"
}
unit panics trial-panic.service sysinit.target '/bin/sh -c "echo c >/proc/sysrq-trigger"'
unit unwell trial-health.service boot-complete.target /bin/false
for name in panics unwell new; do upgrade "$name"; done
mke2fs -q -t ext4 -d "$work/upgrades" "$work/upgrades.raw" 1G

console=$work/console.log
boot_until_off "$console" -m 2048 -nic none -drive if=virtio,format=raw,file="$disk" \
  -drive if=virtio,format=raw,readonly=on,file="$work/upgrades.raw"

boots() { tr -d '\r' <"$console" | grep -aoE 'TRIAL boot [0-9]+ is [a-z]+, failed: [0-9]+' | sed 's/TRIAL boot //'; }
machines() { tr -d '\r' <"$console" | grep -aoE 'TRIAL machine [0-9a-f]{32}' | sort | uniq -c | awk '{ print $1 }'; }
assert_equal "a boot that counts as up has saved the machine's id: all five are boots of one machine" 5 "$(machines)"
assert_contains "the upgrade that panics did panic" "$console" "Kernel panic - not syncing: sysrq triggered crash"
assert_contains "the health check of the unwell upgrade ends its boot" "$console" "is on trial and did not come up (try 1)"
assert_equal "both upgrades that fail give way to the old system, which stays over a reboot; the good one comes up" \
  "1 is old, failed: 0
2 is old, failed: 1
3 is old, failed: 2
4 is old, failed: 2
5 is new, failed: 2" "$(boots)"
