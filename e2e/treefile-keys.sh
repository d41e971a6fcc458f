#!/bin/bash
# What each key of a treefile does to the root, in a few composes of small trees.
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

cat >"$work/keys.yaml" <<'Y'
include: treefiles/tiny.yaml
ref: test/keys
documentation: false
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
