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
packages: [tzdata, locales]
debconf:
  - tzdata tzdata/Areas select Europe
  - tzdata tzdata/Zones/Europe select Lisbon
  - tzdata tzdata/Zons/Europe select Lisbon
  - locales locales/locales_to_be_generated multiselect pt_PT.UTF-8 UTF-8
  - locales locales/default_environment_locale select pt_PT.UTF-8
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
