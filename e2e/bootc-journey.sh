#!/bin/bash
# The whole way with a real bootc: a disk that follows a registry, installations by bootc on both of its backends, and on each
# of the three: upgrade, rollback, switch. Debian has no bootc, so DEBOOTC_TEST_BOOTC names one for sid: a package (.deb), or a
# directory as `make install DESTDIR=` of its sources fills it. With one, it boots thirteen times, which takes hours on a busy
# machine; without one, it says only that nothing was tested.
# takes: 1 s
# limit: 14400 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/trial-machine.sh"
needs_root "deploying a tree keeps its owners"
[ -n "${DEBOOTC_TEST_BOOTC:-}" ] ||
  skip "BOOTC ITSELF IS NOT TESTED: DEBOOTC_TEST_BOOTC names no package or directory with a bootc for sid; bootc.sh tests what needs none"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the virtual machine is for amd64"
command -v docker-registry >/dev/null || skip "docker-registry is not installed"
given=$(readlink -e "$DEBOOTC_TEST_BOOTC") || fail "DEBOOTC_TEST_BOOTC is $DEBOOTC_TEST_BOOTC, where nothing is"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$work/registry.yml" <<Y
version: "0.1"
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/store}}
http: {addr: "127.0.0.1:$port"}
Y
mkdir "$work/store"
OTEL_TRACES_EXPORTER=none setpriv --pdeathsig KILL docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
at_end "kill $!"
# As the guest sees the machine that it runs on.
image=10.0.2.2:$port/me/trial

mirror=${DEBOOTC_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sed -n 1p)}
cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/treefiles/trial.yaml" <<Y
include: minimal.yaml
ref: test/trial
suite: sid
sources: [{id: debian, uris: "$mirror", suites: sid, components: main, check-valid-until: false}]
packages: [skopeo, podman, fdisk, dosfstools, efibootmgr]
container: {follows: "$image:1"}
disk: {size: 8G}
add-files:
  - [trial/name, /usr/lib/trial/name]
  - [trial/driver.sh, /usr/lib/trial/driver]
  - [trial/driver.service, /usr/lib/systemd/system/trial-driver.service]
  - [trial/local.conf, /etc/containers/registries.conf.d/local.conf]
  - [trial/patient.conf, /usr/lib/systemd/system/debootc-boot-failed.timer.d/patient.conf]
units: [trial-driver.service]
include-bootc
Y
mkdir "$work/treefiles/trial"
if [ -f "$given" ]; then
  cp "$given" "$work/treefiles/trial/bootc.deb"
  bootc="local-packages: [trial/bootc.deb]"
else
  cp -r "$given" "$work/treefiles/trial/bootc"
  bootc=$(cd "$work/treefiles/trial/bootc" && find . -type f -printf '  - [trial/bootc/%P, /%P]\n' | grep -E ', /usr/(bin|lib)/')
fi
python3 - "$work/treefiles/trial.yaml" "$bootc" <<'P'
import sys
path, bootc = sys.argv[1:]
text = open(path).read().replace("include-bootc\n", "")
if bootc.startswith("  - "): text = text.replace("units:", bootc + "\nunits:")
else: text += bootc + "\n"
open(path, "w").write(text)
P
printf '[[registry]]\nlocation = "10.0.2.2:%s"\ninsecure = true\n' "$port" >"$work/treefiles/trial/local.conf"
# On a busy machine a boot takes longer than it may.
printf '[Timer]\nOnBootSec=\nOnBootSec=60min\n' >"$work/treefiles/trial/patient.conf"
cat >"$work/treefiles/trial/driver.service" <<'U'
[Unit]
Wants=network-online.target debootc-boot-complete.service
After=network-online.target debootc-boot-complete.service multi-user.target
[Service]
ExecStart=/usr/lib/trial/driver
Environment=HOME=/root
StandardOutput=journal+console
StandardError=journal+console
[Install]
WantedBy=multi-user.target
U
# What is done at each boot that comes up: with further disks, installations on them; else the next step of the way.
sed "s|IMAGE|$image|g" >"$work/treefiles/trial/driver.sh" <<'S'
#!/bin/sh
set -eu
trap 'systemctl poweroff' EXIT
next() { trap - EXIT && systemctl reboot; }
grep -o 'composefs=[^ ]*' /proc/cmdline || true
if [ -e /dev/vdb ]; then
  bootc status
  export TMPDIR=/var/tmp
  # bootc takes a system with a repository for a container of an encapsulated commit, which has only one.
  install() {
    unshare --mount sh -c 'mount -t tmpfs tmpfs /sysroot/ostree && exec bootc install to-disk "$@"' sh \
      --generic-image --source-imgref docker://IMAGE:1 --target-imgref IMAGE:1 "$@"
  }
  install /dev/vdb && echo "TRIAL installed ostree"
  install --composefs-backend /dev/vdc && echo "TRIAL installed composefs"
  exit
fi
step=$(($(cat /var/lib/trial-step 2>/dev/null || echo 0) + 1))
echo "$step" >/var/lib/trial-step
echo "TRIAL step $step is $(cat /usr/lib/trial/name)"
echo "$step" >>/etc/trial-kept
case $step in
  1) bootc upgrade && next ;;
  2) bootc rollback && next ;;
  3) bootc switch IMAGE:2 && next ;;
  4) bootc status && echo "TRIAL /etc has $(xargs </etc/trial-kept)" ;;
esac
S
chmod +x "$work/treefiles/trial/driver.sh"

echo one >"$work/treefiles/trial/name"
debootc compose "$work/treefiles/trial.yaml" --output-dir "$work/out" "${unjudged[@]}"
debootc push latest "127.0.0.1:$port/me/trial:1" --output-dir "$work/out"
debootc export disk latest --output-dir "$work/out" --format raw
mv "$(find "$work/out/latest/" -name '*.raw')" "$work/followed.raw"

truncate -s 8G "$work/ostree.raw"
truncate -s 8G "$work/composefs.raw"
# boot CONSOLE DISK...
boot() {
  local drives=() drive
  for drive in "${@:2}"; do drives+=(-drive "if=virtio,format=raw,cache=unsafe,file=$drive"); done
  boot_until_off "$1" -m 3072 -nic user,model=virtio-net-pci "${drives[@]}"
}
boot "$work/install.log" "$work/followed.raw" "$work/ostree.raw" "$work/composefs.raw"
assert_contains "bootc knows what the disk follows" "$work/install.log" "$image:1"
assert_contains "bootc installs on its ostree backend" "$work/install.log" "TRIAL installed ostree"
assert_contains "and on its composefs backend" "$work/install.log" "TRIAL installed composefs"

# The composefs backend refuses to switch to an image that it has, and so there is a third one.
for new in "two 1" "three 2"; do
  echo "${new% *}" >"$work/treefiles/trial/name"
  debootc compose "$work/treefiles/trial.yaml" --output-dir "$work/out" "${unjudged[@]}"
  debootc push latest "127.0.0.1:$port/me/trial:${new#* }" --output-dir "$work/out"
done
for disk in followed ostree composefs; do
  boot "$work/$disk.log" "$work/$disk.raw"
  assert_equal "upgrade, rollback and switch: $disk" "1 is one|2 is two|3 is one|4 is three|" \
    "$(tr -d '\r' <"$work/$disk.log" | grep -aoE 'TRIAL step [0-9]+ is [a-z]+' | sed 's/TRIAL step //' | tr '\n' '|')"
  # A rollback goes to the /etc that the system had, without what came after it.
  assert_equal "local changes of /etc go with an upgrade and a switch: $disk" "1 3 4" \
    "$(tr -d '\r' <"$work/$disk.log" | sed -n 's/.*TRIAL \/etc has //p')"
done
# The disk that debootc made has been proven by the boot that installed the others.
proven() { grep -ac 'came up at try 1' "$work/$1.log"; }
assert_equal "each of its boots is proven: followed" 3 "$(proven followed)"
assert_equal "each of its boots is proven: ostree" 4 "$(proven ostree)"
assert_matches "what an upgrade fetches is what has changed" <(tr -d '\r' <"$work/followed.log") 'layers needed: [1-9][^0-9]'
