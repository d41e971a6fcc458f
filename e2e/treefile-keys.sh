#!/bin/bash
# What each key of a treefile does to the root, in a few composes of small trees.
# takes: 105 s, 200 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"

# compose NAME: composes $work/NAME.yaml; `tree` then reads its commit.
compose() {
  debootc compose "$work/$1.yaml" --output-dir "$work/out" 2>&1 | tee "$work/said"
  [ "${PIPESTATUS[0]}" = 0 ] || fail "$1.yaml does not compose"
  repo=$work/out/latest/compose/${1//-/}/$arch/ostree
  ref=test/$1
}
tree() { ostree --repo="$repo" "$@"; }
content() { tree cat "$ref" "$1"; }

# package NAME VERSION: builds $work/debs/NAME.deb, with a file for remove-from-packages to take.
package() {
  mkdir -p "$work/build/$1/DEBIAN" "$work/build/$1/usr/share/$1/extra" "$work/debs"
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: test\n' "$1" "$2" \
    >"$work/build/$1/DEBIAN/control"
  echo "$1 $2" >"$work/build/$1/usr/share/$1/version"
  touch "$work/build/$1/usr/share/$1/extra/file" "$work/build/$1/usr/share/$1/gone-1"
  dpkg-deb --root-owner-group --build "$work/build/$1" "$work/debs/$1.deb" >/dev/null
}
package hello 0.1

# gpg_key NAME: makes $work/NAME.asc and $work/NAME.secret.asc.
export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
at_end "gpgconf --kill all"
gpg_key() {
  gpg --batch --quiet --passphrase= --quick-generate-key "$1@example.org" ed25519 sign never
  gpg --armor --export "$1@example.org" >"$work/$1.asc"
  gpg --armor --export-secret-keys "$1@example.org" >"$work/$1.secret.asc"
}
gpg_key old
gpg_key new
fingerprint() { gpg --with-colons --list-keys "$1@example.org" | awk -F: '/^fpr/ { print $10; exit }'; }

ssh-keygen -q -t ed25519 -N '' -C admin@example.org -f "$work/key"
printf '#!/bin/sh\necho last >>/usr/share/hello/order\nchmod u+s /usr/bin/localedef /usr/share/hello/version\n' >"$work/last.sh"
cat >"$work/keys.yaml" <<Y
include: treefiles/tiny.yaml
ref: test/keys
documentation: false
local-packages: [debs/hello.deb]
remove-from-packages:
  - [hello, "/extra", "^/usr/share/hello/gone"]
packages: [tzdata, locales, openssh-server, sudo]
debconf:
  - tzdata tzdata/Areas select Europe
  - tzdata tzdata/Zones/Europe select Lisbon
  - tzdata tzdata/Zons/Europe select Lisbon
  - locales locales/locales_to_be_generated multiselect pt_PT.UTF-8 UTF-8
  - locales locales/default_environment_locale select pt_PT.UTF-8
postprocess: ["#!/bin/sh\ntest ! -e /usr/share/hello/order && echo first >/usr/share/hello/order"]
postprocess-script: last.sh
automatic-version-prefix: "13.<date:%Y>"
mutate-os-release: "13"
users:
  - name: admin
    uid: 1000
    gecos: Administrator
    groups: [sudo, adm]
    ssh-authorized-keys: ["$(cat "$work/key.pub")"]
  - name: root
    ssh-authorized-keys: ["restrict $(cat "$work/key.pub")"]
Y
compose keys
assert "without documentation copyright files stay" tree ls "$ref" /usr/share/doc/libc6/copyright
assert "and links between packages that share one" tree ls "$ref" /usr/share/doc/libgcc-s1
assert_not "without documentation there are no changelogs" tree ls "$ref" /usr/share/doc/libc6/changelog.Debian.gz
tree ls -R "$ref" /usr/share/man >"$work/listed"
assert_not "and no manual pages" grep -v '^d' "$work/listed"
content /usr/etc/dpkg/dpkg.cfg.d/debootc-documentation >"$work/listed"
assert_contains "dpkg in the image goes on without documentation" "$work/listed" 'path-exclude=/usr/share/doc/*/*'
assert_not "options of the build do not stay" tree ls "$ref" /usr/etc/dpkg/dpkg.cfg.d/99mmdebstrap

tree ls "$ref" /usr/etc/localtime >"$work/listed"
assert_contains "debconf's answers are known when packages are configured" "$work/listed" zoneinfo/Europe/Lisbon
assert_contains "and of every question" <(content /usr/etc/locale.conf) LANG=pt_PT.UTF-8
assert_contains "an answer that nobody asks for is warned of" "$work/said" 'Did you mean tzdata/Zones/Europe?'

assert_equal "a local package wins over the archive's newer one" "hello 0.1" "$(content /usr/share/hello/version)"
sha256=$(sha256sum "$work/debs/hello.deb" | cut -d' ' -f1)
assert_matches "the lock has it by its SHA-256" "$work/out/latest/compose/keys/$arch/lock.json" \
  "\"name\":\"hello\",\"sha256\":\"sha256:$sha256\".*\"sourceId\":\"local-packages\""
tree ls -R "$ref" /usr/share/hello >"$work/listed"
assert_equal "remove-from-packages takes what matches, and leaves the rest" \
  "/usr/share/hello /usr/share/hello/order /usr/share/hello/version" \
  "$(awk '{print $NF}' "$work/listed" | xargs)"
assert_equal "postprocess-script runs after all other scripts" "first last" \
  "$(content /usr/share/hello/order | xargs)"
python3 - "$work"/out/latest/compose/*/*/lint.json <<'P' >"$work/set-id"
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["rule"] == "set-id-made":
        print(finding["path"], finding["message"])
P
assert_equal "the linter names what a script made set-user-ID, by the archives of the packages" \
  "/usr/bin/localedef is set-user-ID (4755 0:0), and is not so in the archive of libc-bin
/usr/share/hello/version is set-user-ID (4644 0:0), and is not so in the archive of hello" "$(cat "$work/set-id")"
assert_contains "and the report has it" "$work/out/latest/report.html" set-id-made
version=$(tree show --print-metadata-key=version "$ref" | tr -d "'")
content /usr/lib/os-release >"$work/listed"
assert_contains "os-release names the version of the tree" "$work/listed" "PRETTY_NAME=\"Debian GNU/Linux $version (trixie)\""
assert_contains "and alone, for programs" "$work/listed" "OSTREE_VERSION='$version'"
assert_contains "the version of Debian stays" "$work/listed" 'VERSION_ID="13"'

# A deployment, as far as it goes without booting: /etc in its place, and what tmpfiles.d makes of /var.
machine=$work/machine
ostree --repo="$repo" checkout "$ref" "$machine"
mv "$machine/usr/etc" "$machine/etc"
touch "$machine/dev/null"
mkdir -p "$machine/run/sshd"
systemd-tmpfiles --root="$machine" --create --prefix=/var 2>&1 || true
assert_contains "an account is made, without a password" "$machine/etc/shadow" 'admin:*:'
assert_equal "an account has its number, name, home and shell" 'admin:x:1000:1000:Administrator:/home/admin:/bin/bash' \
  "$(grep ^admin: "$machine/etc/passwd")"
assert_matches "an account is in the groups it wants" "$machine/etc/group" '^sudo:x:[0-9]+:admin$'
assert_contains "an account comes to machines that edited their own files" "$machine/usr/lib/sysusers.d/00-debootc.conf" 'u admin 1000 "Administrator" /home/admin /bin/bash'
assert_equal "a home is made on the machine from /etc/skel" '1000:1000 700' "$(stat -c '%u:%g %a' "$machine/var/home/admin")"
assert_equal "and so are its files" '1000:1000' "$(stat -c '%u:%g' "$machine/var/home/admin/.bashrc")"
chroot "$machine" ssh-keygen -q -A
assert_contains "sshd looks for the keys of the image" <(chroot "$machine" /usr/sbin/sshd -T 2>&1) 'authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2 /usr/lib/debootc/authorized-keys/%u'
assert_equal "the keys of the image are root's, readable by all" '0:0 644' "$(stat -c '%u:%g %a' "$machine/usr/lib/debootc/authorized-keys/admin")"
assert_contains "root may be given keys" "$machine/usr/lib/debootc/authorized-keys/root" 'restrict ssh-ed25519 '
assert_not "accounts of the treefile are no ids of the lock" grep -q '"name":"admin"' "$work/out/latest/compose/keys/$arch/lock.json"

# Of the modes of added files counts what git keeps, unless their entry says it.
git init --quiet "$work/git"
mkdir -p "$work/git/app.d"
cp -r "$root/treefiles/tiny.yaml" "$work/git/"
printf '#!/bin/sh\n' >"$work/git/app.d/program"
chmod 755 "$work/git/app.d/program"
echo word >"$work/git/app.d/secret"
cat >"$work/git/modes.yaml" <<Y
include: tiny.yaml
ref: test/modes
add-files:
  - [app.d, /usr/lib/app.d]
  - {source: app.d, destination: /etc/app.d, mode: "0640", group: shadow}
  - {source: app.d/program, destination: /usr/bin/dot, mode: "4755", owner: games, group: games}
Y
git -C "$work/git" add .
git -C "$work/git" -c user.name=Test -c user.email=test@example.org commit --quiet --message=tree
clone() { (umask "$1" && git clone --quiet "$work/git" "$work/modes-$1"); }
clone 022
clone 077
clone 000
debootc lock "$work/modes-022/modes.yaml"
digests() {
  debootc compose "$work/modes-$1/modes.yaml" --lock "$work/modes-022/modes.lock.json" --output-dir "$work/out-$1" "${unjudged[@]}" >"$work/said" 2>&1 ||
    fail "a clone under the umask $1 does not compose"
  python3 -c 'import json,sys; c=json.load(open(sys.argv[1]))["legs"][0]; print(c["commit"]["checksum"], c["image"]["manifestDigest"])' \
    "$work/out-$1/latest/compose/metadata/compose.json" >"$work/digests-$1"
}
digests 022
repo=$work/out-022/latest/compose/modes/$arch/ostree
ref=test/modes
tree ls -R "$ref" /usr/lib/app.d /usr/etc/app.d /usr/bin/dot | awk '{ print $1, $2, $3, $NF }' >"$work/listed"
shadow=$(content /usr/etc/group | awk -F: '$1 == "shadow" { print $3 }')
assert_equal "modes and owners of added files are those of their entries" "\
d00755 0 0 /usr/lib/app.d
-00755 0 0 /usr/lib/app.d/program
-00644 0 0 /usr/lib/app.d/secret
d00750 0 $shadow /usr/etc/app.d
-00750 0 $shadow /usr/etc/app.d/program
-00640 0 $shadow /usr/etc/app.d/secret
-04755 5 60 /usr/bin/dot" "$(cat "$work/listed")"
for umask in 077 000; do
  digests $umask
  assert_equal "a clone under the umask $umask gives the same commit and image" "$(cat "$work/digests-022")" "$(cat "$work/digests-$umask")"
  assert_not "and no warning of modes" grep 'does not go into the image' "$work/said"
done

# What only a tree with a kernel shows.
cat >"$work/kernel.yaml" <<Y
include: treefiles/base.yaml
ref: test/kernel
packages: [less]
ostree-remote:
  name: debian
  url: https://updates.example.org/repo
  gpg-keys: [old.asc, new.asc]
initramfs-args: [--install=/usr/bin/less, --omit=nfs]
boot-location: new
opt-usrlocal: root
machineid-compat: false
Y
compose kernel
rm -rf "$machine"
ostree --repo="$repo" checkout "$ref" "$machine"
mv "$machine/usr/etc" "$machine/etc"
touch "$machine/dev/null"
assert_not "with machineid-compat: false there is no machine id" test -e "$machine/etc/machine-id"
assert_equal "ostree is told where updates come from, with verification on" \
  '[remote "debian"] url=https://updates.example.org/repo gpg-verify=true gpgkeypath=/usr/share/ostree/remotes/debian/gpg' \
  "$(xargs -d '\n' <"$machine/etc/ostree/remotes.d/debian.conf")"
assert_equal "and has every key, where an update can replace it" "$(printf '%s.asc\n' "$(fingerprint old)" "$(fingerprint new)" | sort)" \
  "$(ls "$machine/usr/share/ostree/remotes/debian/gpg")"
assert_equal "with the keys' own bytes" "$(fingerprint old)" \
  "$(gpg --with-colons --show-keys "$machine/usr/share/ostree/remotes/debian/gpg/$(fingerprint old).asc" | awk -F: '/^fpr/ { print $10; exit }')"
release=$(ls "$machine/usr/lib/modules")
chroot "$machine" lsinitrd "/usr/lib/modules/$release/initramfs.img" >"$work/listed"
assert_matches "initramfs-args reach dracut" "$work/listed" ' usr/bin/less$'
assert_matches "beside what debootc gives it" "$work/listed" '^ostree$'


# ostree names the directory of /boot after kernel and initramfs as it finds them itself.
kernels=$machine/usr/lib/ostree-boot
checksum=$(basename "$kernels"/vmlinuz-*)
checksum=${checksum##*-}
assert "with boot-location: new the kernel stands in ostree-boot too" cmp "$kernels/vmlinuz-$release-$checksum" "$machine/usr/lib/modules/$release/vmlinuz"
assert "and so does the initramfs" cmp "$kernels/initramfs-$release.img-$checksum" "$machine/usr/lib/modules/$release/initramfs.img"
host=$work/host
mkdir "$host"
ostree admin init-fs "$host"
ostree admin --sysroot="$host" os-init debian
ostree --repo="$host/ostree/repo" pull-local --untrusted "$repo" "$(tree rev-parse "$ref")"
at_end unlock_host
unlock_host() { chattr -i "$host"/ostree/deploy/debian/deploy/*.0 2>/dev/null || true; }
ostree admin --sysroot="$host" deploy --os=debian --karg=rw "$(tree rev-parse "$ref")"
assert "under the checksum that ostree gives them" test -e "$host/boot/ostree/debian-$checksum/vmlinuz-$release"
# An ostree from before 2017 does not look below modules: neither does one that finds no kernel there.
mkdir "$work/old"
cp -a "$machine/." "$work/old"
mv "$work/old/etc" "$work/old/usr/etc"
rm "$work/old/usr/lib/modules/$release"/{vmlinuz,initramfs.img} "$work/old/dev/null"
ostree --repo="$host/ostree/repo" commit --branch=test/old --tree=dir="$work/old"
assert "an old ostree deploys it from there" ostree admin --sysroot="$host" deploy --os=debian --karg=rw test/old
assert_equal "the linter takes all of that" "" "$(python3 -c 'import json, sys
print(*[f["message"] for f in json.load(open(sys.argv[1]))["findings"] if f["level"] == "error"])' "$work"/out/latest/compose/*/*/lint.json)"

# Faults in what the treefile says are told of before any work.
refused() { # DESCRIPTION STATUS TEXT FILE
  local status=0
  debootc compose "$work/$4.yaml" --output-dir "$work/refused" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  assert_equal "$1: exit status" "$2" "$status"
  assert_matches "$1: says why, and where" "$work/said" "$3"
}
small() { # NAME TEXT...: a treefile of its own
  printf '%s\n' 'include: treefiles/tiny.yaml' "ref: test/$1" "${@:2}" >"$work/$1.yaml"
}
small nodeb 'local-packages: [debs/gone.deb]'
refused "a local package that is not there" 3 'nodeb.yaml:3:18: .*the file does not exist' nodeb
small answer 'debconf: [tzdata tzdata/Areas select Europe]'
refused "an answer to a package that is not in the image" 3 'answer.yaml:3:11: .*tzdata is not in the image' answer
small nopackage 'remove-from-packages: [[helo, x]]' 'packages: [hello]'
refused "files of a package that is not in the image" 3 'nopackage.yaml:3:24: .*helo is not in the image' nopackage
remote() { printf 'ostree-remote: {name: debian, url: "https://updates.example.org/repo", %s}' "$1"; }
small noostree "$(remote 'gpg-keys: [old.asc]')"
refused "a remote without ostree" 3 'noostree.yaml:3:23: .*ostree is not in the image' noostree
small secret "$(remote 'gpg-keys: [old.secret.asc]')"
refused "a secret key for the image" 3 'secret.yaml:3:.*SECRET key' secret
head -c 32 /dev/urandom | base64 >"$work/ed25519.pub"
small ed25519 "$(remote 'ed25519-keys: [ed25519.pub]')" 'packages: [ostree]'
refused "signatures that Debian's ostree cannot check" 3 "ed25519.yaml:3:23: .*ostree .* cannot check signatures of ed25519: it was built without .sign-ed25519" ed25519
small nosshd 'users:' '  - {name: admin, uid: 1000, ssh-authorized-keys: ["'"$(cat "$work/key.pub")"'"]}'
refused "keys without an ssh server" 3 'nosshd.yaml:4:5: .*openssh-server is not in the image' nosshd

small locked 'local-packages: [debs/hello.deb]'
debootc lock "$work/locked.yaml"
package hello 0.2
refused "a local package that was built anew since it was locked" 5 'the file of hello differs from the one in the lock' locked

only_in_full_run "faults that show only in an installed root, and which unit tests make, too"
small nofile 'remove-from-packages: [[bash, "^/usr/bin/hsab"]]'
refused "a regular expression that matches no file" 3 'nofile.yaml:3:24: .*no file of bash matches' nofile
small noversion 'mutate-os-release: "14"'
refused "a text that os-release does not have" 3 'noversion.yaml:3:20: .*neither VERSION nor PRETTY_NAME' noversion
small group 'users: [{name: admin, uid: 1000, groups: [wheel]}]'
refused "a group that the image does not have" 3 'group.yaml:3:9: .*no such group' group
