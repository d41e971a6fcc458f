#!/bin/bash
# A package from a local repository that leaves something in /var fails closed, with the rule to add.
# takes: 40 s
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
(cd "$work/repo" && apt-ftparchive packages . >Packages && apt-ftparchive release . >Release)

cat >"$work/widget.yaml" <<'Y'
include: treefiles/tiny.yaml
ref: test/${basearch}/widget
sources:
  - id: local
    uris: ./repo
    suites: ./
    trusted: true
packages: [widget, libcap2-bin]
Y
cp -r "$root/treefiles" "$work/treefiles"
assert_status "an unknown path in /var fails the compose" 10 \
  bash -c '"$1/bin/debootc" compose "$2/widget.yaml" --output-dir "$2/out" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work"
assert_contains "the path is named" "$work/said" /var/lib/widget/state.db
assert_contains "the rule to add is given" "$work/said" "{ path: /var/lib/widget/state.db, class: tmpfiles, package: widget }"
assert_not "nothing is published" test -e "$work/out/latest"

cp "$work/widget.yaml" "$work/kept.yaml"
cat >>"$work/kept.yaml" <<'Y'
var-policy:
  - { path: /var/lib/widget/state.db, class: tmpfiles, package: widget }
  - { path: /var/lib/gadget, class: discard }
Y
assert "with that rule in the treefile it composes" \
  bash -c '"$1/bin/debootc" compose "$2/kept.yaml" --output-dir "$2/kept" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work"
assert_contains "a rule that matches nothing is warned of" "$work/said" "no path in /var matches /var/lib/gadget"
kept() { ostree --repo="$work/kept/latest/compose/kept/$(dpkg --print-architecture)/ostree" cat "test/$(dpkg --print-architecture)/widget" "$1"; }
assert_equal "the file is kept in the factory" state "$(kept /usr/share/factory/var/lib/widget/state.db)"
assert_contains "and copied on the machine" <(kept /usr/lib/tmpfiles.d/debootc-var.conf) 'C /var/lib/widget/state.db 0644 root root - -'
sed 's#state.db, class#gone.db, class#' "$work/kept.yaml" >"$work/stale.yaml"
echo '  - { path: /var/lib/widget/state.db, class: discard }' >>"$work/stale.yaml"
assert_status "a rule that outlived its package fails the compose" 10 \
  bash -c '"$1/bin/debootc" compose "$2/stale.yaml" --output-dir "$2/stale" 2>&1 | tee "$2/said"; exit "${PIPESTATUS[0]}"' _ "$root" "$work"
assert_matches "at its place in the treefile" "$work/said" 'stale.yaml:10:5: /var/lib/widget/gone.db matches nothing'
assert_not "nothing of it is published" test -e "$work/stale/latest"

echo 'remove-files: [/var/lib/widget/state.db]' >>"$work/widget.yaml"
assert "the same treefile without the path composes" debootc compose "$work/widget.yaml" --output-dir "$work/out"
repo=$work/out/latest/compose/widget/$(dpkg --print-architecture)/ostree
ref=test/$(dpkg --print-architecture)/widget
ostree --repo="$repo" checkout --user-mode "$ref" "$work/checkout" --subpath /usr/bin
ostree --repo="$repo" ls -X "$ref" /usr/bin/widget >"$work/xattrs"
assert_contains "a capability set by a maintainer script survives" "$work/xattrs" security.capability
skopeo copy --quiet "oci:$work/out/latest/compose/widget/$(dpkg --print-architecture)/oci" "dir:$work/dir"
for blob in "$work"/dir/*; do
  ! zstd --quiet --test "$blob" 2>/dev/null || zstd --quiet -dc "$blob" | tar -tv --numeric-owner -f -
done >"$work/members"
assert_matches "a hardlink stays one in the image" "$work/members" 'usr/bin/(widget|gadget) link to (\./)?usr/bin/(widget|gadget)'
