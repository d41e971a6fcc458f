#!/bin/bash
# What a treefile sets on its machines: name, time zone, locale, keyboard, accounts and units, in one small tree. In the full
# run a machine boots to which cloud-init gives a password.
# takes: 45 s, 420 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
cat >"$work/shared.yaml" <<'Y'
include: treefiles/tiny.yaml
kernel-arguments: [console=tty0, console=ttyS0]
units: [systemd-networkd.service]
packages: [less]
Y
cat >"$work/settings.yaml" <<'Y'
include: shared.yaml
ref: test/settings
packages: [systemd, passwd, tzdata, locales, console-setup, sudo]
exclude-packages: [less]
hostname: edge-1.example.org
timezone: Asia/Tokyo
locale: ca_ES.UTF-8@valencia
keyboard: {layout: pt, variant: nativo}
users:
  - {name: admin, uid: 1000, sudo: nopasswd, password: first-boot}
  - {name: app, uid: 600, system: true}
disable-units: [systemd-networkd.service, getty@.service]
mask-units: [systemd-tmpfiles-clean.timer]
remove-kernel-arguments: [console=tty0]
Y
debootc compose "$work/settings.yaml" --output-dir "$work/out" "${unjudged[@]}"
machine=$work/machine
ostree --repo="$work/out/latest/compose/settings/$arch/ostree" checkout test/settings "$machine"
mv "$machine/usr/etc" "$machine/etc"
touch "$machine/dev/null"

assert_equal "a machine has its name" edge-1.example.org "$(cat "$machine/etc/hostname")"
assert_contains "and finds itself by it" "$machine/etc/hosts" '127.0.1.1 edge-1.example.org edge-1'
assert_equal "its time zone" /usr/share/zoneinfo/Asia/Tokyo "$(readlink "$machine/etc/localtime")"
assert_equal "its locale" LANG=ca_ES.UTF-8@valencia "$(cat "$machine/etc/locale.conf")"
assert_equal "which is generated" UTF-8 "$(chroot "$machine" env LC_ALL=ca_ES.UTF-8@valencia locale charmap 2>&1)"
assert_contains "its keyboard" "$machine/etc/default/keyboard" 'XKBVARIANT="nativo"'
zcat "$machine"/etc/console-setup/cached_*.kmap.gz >"$work/keymap"
# Of this variant alone the key of the semicolon writes an n.
assert_matches "which the console loads" "$work/keymap" '^keycode 39 = [+]U[+]006e '

assert "sudo takes its rule" chroot "$machine" visudo --check --quiet
chroot "$machine" sudo -l -U admin >"$work/rules"
assert_matches "and asks an account for no password" "$work/rules" 'NOPASSWD: ALL'
assert_contains "a service has its account" "$machine/etc/passwd" 'app:x:600:600::/nonexistent:/usr/sbin/nologin'

wants=$machine/etc/systemd/system
assert_not "a unit of an included treefile is not enabled" test -e "$wants/multi-user.target.wants/systemd-networkd.service"
assert_not "nor one of a package" test -e "$wants/getty.target.wants/getty@tty1.service"
assert_contains "and stays so at the first boot" "$machine/usr/lib/systemd/system-preset/10-debootc.preset" 'disable systemd-networkd.service'
assert_equal "a unit is masked" /dev/null "$(readlink "$wants/systemd-tmpfiles-clean.timer")"
assert_equal "an argument of an included treefile is taken back" 'kargs = ["console=ttyS0"]' "$(cat "$machine/usr/lib/bootc/kargs.d/10-debootc.toml")"
assert_not "and so is a package" test -e "$machine/usr/bin/less"

# What debootc-passwords.service does, without booting; desktop.sh boots one.
credentials=$work/credentials
mkdir -m 700 "$credentials" "$machine/run/credentials"
passwd_of() { awk -F: -v name="$1" '$1 == name { print $2 }' "$machine/etc/shadow"; }
set_passwords() {
  mount --bind "$credentials" "$machine/run/credentials"
  local status=0
  chroot "$machine" env CREDENTIALS_DIRECTORY=/run/credentials /usr/lib/debootc/set-passwords "$@" || status=$?
  umount "$machine/run/credentials"
  return "$status"
}
echo hunter2 >"$credentials/passwd.hashed-password.admin"
assert_not "what is no hash is refused" set_passwords admin root
assert_equal "and sets no password" '*' "$(passwd_of admin)"
hash=$(openssl passwd -6 -salt abcdefgh word)
printf '%s\n' "$hash" >"$credentials/passwd.hashed-password.admin"
assert "an account gets the password that its machine was given" set_passwords admin root
assert_equal "as it is" "$hash" "$(passwd_of admin)"
openssl passwd -6 other >"$credentials/passwd.hashed-password.admin"
assert "a password is set once" set_passwords admin root
assert_equal "and stays" "$hash" "$(passwd_of admin)"
assert_equal "an account without a credential gets none" '*' "$(passwd_of root)"

only_in_full_run "a second compose, from scratch, and a boot; desktop.sh boots with a credential"
. "$root/e2e/lib/console.sh"
debootc compose "$work/settings.yaml" --output-dir "$work/again" --no-cache --lock "$work/out/latest/compose/settings/$arch/lock.json" "${unjudged[@]}"
commit() { ostree --repo="$1/latest/compose/settings/$arch/ostree" rev-parse test/settings; }
assert_equal "all of that is the same from scratch" "$(commit "$work/out")" "$(commit "$work/again")"

cat >"$work/cloud.yaml" <<'Y'
include: treefiles/minimal.yaml
ref: test/cloud
packages: [cloud-init, sudo]
users:
  - {name: admin, uid: 1000, sudo: true}
Y
debootc compose "$work/cloud.yaml" --output-dir "$work/cloud" "${unjudged[@]}"
debootc export disk latest --output-dir "$work/cloud" --format raw
mkdir "$work/seed"
printf '{"instance-id": "first"}\n' >"$work/seed/meta-data"
# As docs/login.md has it.
awk '/^#cloud-config/ { on = 1 } /^```/ { on = 0 } on' "$root/docs/login.md" >"$work/example"
hash=$(openssl passwd -6 -salt abcdefgh word)
awk -v hash="$hash" '{ at = index($0, "$y$j9T$..."); print at ? substr($0, 1, at - 1) hash substr($0, at + 10) : $0 }' \
  "$work/example" >"$work/seed/user-data"
assert_contains "the example of the page gives a hash" "$work/seed/user-data" "$hash"
start_machine "$(ls "$work"/cloud/latest/compose/*/*/images/*.raw)" \
  -drive "driver=vvfat,dir=$work/seed,label=CIDATA,read-only=on,if=virtio"
assert "cloud-init comes to its end" reaches 'Cloud-init v.* finished'
assert "and there is a login" reaches ' login:'
types admin
assert "an account is asked for its password" reaches 'Password:'
types word
assert "and is let in with that of the cloud's data" reaches 'admin@'
types 'echo word | sudo --stdin --prompt= sh -c "grep admin: /etc/shadow; systemctl is-system-running --wait; systemctl --failed --plain | cat; echo all of "it""'
assert "sudo takes the same password" reaches 'all of it'
assert_contains "whose hash is the one given" "$work/lines" "admin:$hash:"
assert_not "and no unit failed" grep '^degraded' "$work/lines"
