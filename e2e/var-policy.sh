#!/bin/bash
# Packages that leave what no image can have fail closed, all in one run, and what each hint says helps.
# takes: 70 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

mkdir -p "$work/widget/DEBIAN" "$work/widget/var/lib/widget" "$work/widget/usr/bin" "$work/repo"
printf 'Package: widget\nVersion: 1.0\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: leaves state in /var\n' \
  >"$work/widget/DEBIAN/control"
echo state >"$work/widget/var/lib/widget/state.db"
printf '#!/bin/sh\necho widget\n' >"$work/widget/usr/bin/widget"
chmod 755 "$work/widget/usr/bin/widget"
printf '#!/bin/sh\nset -e\nsetcap cap_net_bind_service=ep /usr/bin/widget\nln /usr/bin/widget /usr/bin/gadget\n' >"$work/widget/DEBIAN/postinst"
chmod 755 "$work/widget/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$work/widget" "$work/repo/widget_1.0_all.deb"
# A package with what is hard to place: programs in /opt, a name that is not UTF-8, a pipe, secrets, a link to /run.
odd=$work/odd
cafe=$(printf 'caf\351')
mkdir -p "$odd/DEBIAN" "$odd/opt/odd" "$odd/usr/share/odd" "$odd/var/lib/odd"
sed 's/^Package: .*/Package: odd/' "$work/widget/DEBIAN/control" >"$odd/DEBIAN/control"
printf '#!/bin/sh\necho odd\n' >"$odd/opt/odd/run"
chmod 755 "$odd/opt/odd/run"
echo coffee >"$odd/usr/share/odd/$cafe"
cat >"$odd/DEBIAN/postinst" <<'S'
#!/bin/sh
set -e
cd /var/lib/odd
mkdir 6.12.38+deb13-amd64
echo built >6.12.38+deb13-amd64/log
head -c 20 /dev/urandom | base64 >.erlang.cookie
(echo -----BEGIN PRIVATE KEY-----; head -c 30 /dev/urandom | base64) >identity
(umask 077; head -c 30 /dev/urandom | base64 >token)
mkfifo pipe
ln -sf ../run/odd/resolv.conf /etc/resolv.conf
S
chmod 755 "$odd/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$odd" "$work/repo/odd_1.0_all.deb"
(cd "$work/repo" && apt-ftparchive packages . >Packages && apt-ftparchive release . >Release)

cat >"$work/widget.yaml" <<'Y'
include: treefiles/tiny.yaml
ref: test/${basearch}/widget
sources:
  - id: local
    uris: ./repo
    suites: ./
    trusted: true
packages: [widget, odd, libcap2-bin]
Y
cp -r "$root/treefiles" "$work/treefiles"
assert_status "an unknown path in /var fails the compose" 10 \
  bash -c '"$1/bin/debootc" compose "$2/widget.yaml" --output-dir "$2/out" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work"
assert_contains "the path is named" "$work/said" /var/lib/widget/state.db
assert_contains "the rule to add is given" "$work/said" "{ path: /var/lib/widget/state.db, class: tmpfiles, package: widget }"
said() { assert_contains "$1" "$work/said" "$2"; }
said "with it, programs in /opt, and how they become the image's" "opt-usrlocal: root"
said "the rule outlives the kernel" '- { path: /var/lib/odd/*/log, class: tmpfiles }'
said "a name that is not UTF-8, with its package" '/usr/share/odd/caf\xe9: the package odd left a name that is not UTF-8'
said "a secret in /var by its name" '/var/lib/odd/.erlang.cookie: a maintainer script (in a directory of odd) made an Erlang cookie'
said "a secret by its content" '/var/lib/odd/identity: a maintainer script (in a directory of odd) made a private key'
said "what may be a secret by its mode" '- { path: /var/lib/odd/token, class: discard }'
said "and a pipe" '/var/lib/odd/pipe: a maintainer script (in a directory of odd) left a named pipe'
assert_not "no script is blamed where there is none" grep postprocess\ script\ left "$work/said"
assert_not "nothing is published" test -e "$work/out/latest"

# What the hints say.
{
  cat "$work/widget.yaml"
  echo 'opt-usrlocal: root'
  echo 'var-policy:'
  sed -nE 's/^ +(- \{ path: .*)/  \1/p' "$work/said"
} >"$work/hinted.yaml"
removals() { sed -nE 's/.*(remove-files: \[.*)/\1/p' "$work/said" | grep -F "$1" | sed -n 1p; }
{
  cat "$work/hinted.yaml"
  echo '  - { path: /var/lib/gadget, class: discard }'
  removals caf
} >"$work/kept.yaml"
assert "with what the hints say it composes" \
  bash -c '"$1/bin/debootc" compose "$2/kept.yaml" --output-dir "$2/kept" "${@:3}" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work" "${unjudged[@]}"
assert_contains "a rule that matches nothing is warned of" "$work/said" "no path in /var matches /var/lib/gadget"
kept_names() { ostree --repo="$work/kept/latest/compose/kept/$(dpkg --print-architecture)/ostree" ls -R "test/$(dpkg --print-architecture)/widget" "$1" | awk '{ print $5 }'; }
kept() { ostree --repo="$work/kept/latest/compose/kept/$(dpkg --print-architecture)/ostree" cat "test/$(dpkg --print-architecture)/widget" "$1"; }
assert_equal "the file is kept in the factory" state "$(kept /usr/share/factory/var/lib/widget/state.db)"
assert_contains "and copied on the machine" <(kept /usr/lib/tmpfiles.d/debootc-var.conf) 'C /var/lib/widget/state.db 0644 root root - -'
assert "a name that is not UTF-8 can be removed" test "$(kept_names /usr/share/odd)" = /usr/share/odd
assert_equal "a package's own link into /run is no trace of the build" ../run/odd/resolv.conf \
  "$(ostree --repo="$work/kept/latest/compose/kept/$(dpkg --print-architecture)/ostree" ls "test/$(dpkg --print-architecture)/widget" /usr/etc/resolv.conf | sed 's/.* -> //')"
assert_contains "a program in /opt is the image's" <(kept /usr/lib/opt/odd/run) 'echo odd'
kept_names /usr >"$work/names"
assert_not "no secret of a machine is in it" grep -E 'erlang.cookie|identity$|token$' "$work/names"
sed 's#state.db, class#gone.db, class#' "$work/kept.yaml" >"$work/stale.yaml"
sed -i 's#^  - { path: /var/lib/gadget.*#&\n  - { path: /var/lib/widget/state.db, class: discard }#' "$work/stale.yaml"
assert_status "a rule that outlived its package fails the compose" 10 \
  bash -c '"$1/bin/debootc" compose "$2/stale.yaml" --output-dir "$2/stale" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work"
assert_matches "at its place in the treefile" "$work/said" 'stale.yaml:[0-9]+:5: /var/lib/widget/gone.db matches nothing'
assert_not "nothing of it is published" test -e "$work/stale/latest"

{
  grep -v state.db "$work/hinted.yaml"
  echo 'remove-files: [/var/lib/widget/state.db]'
  echo 'postprocess: ["#!/bin/sh\nmv /usr/share/odd/caf* /usr/share/odd/renamed"]'
} >"$work/widget.yaml"
assert "without the path, and with the name changed by a script, it composes and is linted" debootc compose "$work/widget.yaml" --output-dir "$work/out"
repo=$work/out/latest/compose/widget/$(dpkg --print-architecture)/ostree
ref=test/$(dpkg --print-architecture)/widget
ostree --repo="$repo" checkout --user-mode "$ref" "$work/checkout" --subpath /usr/bin
ostree --repo="$repo" ls -X "$ref" /usr/bin/widget >"$work/xattrs"
assert_contains "a capability set by a maintainer script survives" "$work/xattrs" security.capability
skopeo copy --quiet "oci:$work/out/latest/compose/widget/$(dpkg --print-architecture)/oci:latest" "dir:$work/dir"
for blob in "$work"/dir/*; do
  ! zstd --quiet --test "$blob" 2>/dev/null || zstd --quiet -dc "$blob" | tar -tv --numeric-owner -f -
done >"$work/members"
assert_matches "a hardlink stays one in the image" "$work/members" 'usr/bin/(widget|gadget) link to (\./)?usr/bin/(widget|gadget)'
