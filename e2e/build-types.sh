#!/bin/bash
# What of a source package is built: parts of it, the source alone, and a binary rebuild.
# takes: 55 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "a chroot is made"

tree=$work/sources/typed
architecture=$(dpkg --print-architecture)
mkdir -p "$tree/debian/source"
echo '3.0 (native)' >"$tree/debian/source/format"
printf 'typed (1) unstable; urgency=low\n\n  * Text.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n' >"$tree/debian/changelog"
cat >"$tree/debian/control" <<CONTROL
Source: typed
Maintainer: Me <me@example.org>
Standards-Version: 4.7.0
Rules-Requires-Root: no
Build-Depends-Indep: no-such-package <!nodoc>

Package: typed
Architecture: any
Description: typed
 It is tiny.

Package: typed-doc
Architecture: all
Build-Profiles: <!nodoc>
Description: its documentation
 It is tiny, too.
CONTROL
cat >"$tree/debian/rules" <<'RULES'
#!/usr/bin/make -f
clean:
	rm -rf debian/typed debian/typed-doc debian/files
build build-arch build-indep:
pack = mkdir -p debian/$(1)/DEBIAN && dpkg-gencontrol -p$(1) -Pdebian/$(1) && dpkg-deb --root-owner-group --build debian/$(1) ..
binary-arch:
	$(call pack,typed)
binary-indep:
	$(call pack,typed-doc)
binary: binary-arch binary-indep
RULES
chmod 755 "$tree/debian/rules"
cp -r "$work/sources" "$work/before"

build() {
  rm -rf "$work/results"
  debootc mock-build "$tree" --result-dir "$work/results" "$@"
}
built() {
  (cd "$work"/results/* && ls -- *.deb *.dsc *.changes 2>/dev/null | paste -sd' ')
}

assert "packages of the architecture alone are built" build --arch-any
assert_equal "without what only the others need" "typed_1_$architecture.changes typed_1_$architecture.deb" "$(built | tr ' ' '\n' | grep -v dsc | sort | paste -sd' ')"
assert_status "whose relations count for the others" 31 build --arch-all
assert "with a profile there is nothing more to build" build --profiles nodoc
assert_equal "and nothing more is" "typed_1_$architecture.deb" "$(built | tr ' ' '\n' | grep deb | paste -sd' ')"
assert_status "nothing for all architectures is left to build then" 10 build --profiles nodoc --arch-all
assert_status "the source alone and packages exclude each other" 2 build --source-only --arch-any

assert "the source alone is made" build --source-only
assert_contains "and no binary package" <(built) "typed_1.dsc typed_1_source.changes"
assert_equal "none at all" 0 "$(built | tr ' ' '\n' | grep -c 'deb$' || true)"

assert "a binary rebuild is built" build --binary-only 2 --binary-only-reason "Rebuild for libfoo2." --maintainer "You <you@example.org>"
rebuilt=$(echo "$work"/results/typed_1+b2_"$architecture")
assert_equal "as a later version" "1+b2" "$(dpkg-deb --field "$rebuilt/typed_1+b2_$architecture.deb" Version)"
assert_equal "of the same source" "typed (1)" "$(dpkg-deb --field "$rebuilt/typed_1+b2_$architecture.deb" Source)"
assert_contains "which its .changes says" "$rebuilt/typed_1+b2_$architecture.changes" "Binary-Only: yes"
assert_contains "with its reason" "$rebuilt/typed_1+b2_$architecture.changes" "Rebuild for libfoo2."
first=$(sha256sum <"$rebuilt/typed_1+b2_$architecture.deb")
assert "it is built again" build --binary-only 2 --binary-only-reason "Rebuild for libfoo2." --maintainer "You <you@example.org>"
assert_equal "to the same bytes" "$first" "$(sha256sum <"$rebuilt/typed_1+b2_$architecture.deb")"

rebuild=(--binary-only 2 --binary-only-reason "Rebuild for libfoo2." --binary-only-distribution sid --binary-only-date 2026-02-01T12:00:00Z)
assert "a rebuild has the distribution that it is given" build "${rebuild[@]}"
assert_contains "in its changelog" "$rebuilt/typed_1+b2_$architecture.changes" "typed (1+b2) sid; urgency=low, binary-only=yes"
cp "$rebuilt/typed_1+b2_$architecture."{deb,buildinfo} "$work"
verified() { assert_status "$1" 2 build --verify "$work/typed_1+b2_$architecture.$2" 2>"$work/said"; }
verified "a build that is none is not compared with it" deb
assert_contains "which is told" "$work/said" "binary rebuild 2"
verified "nor with what its .buildinfo lists" buildinfo
assert_contains "which has the options that make the same" "$work/said" "--binary-only 2 --binary-only-reason 'Rebuild for libfoo2.' --binary-only-distribution sid --binary-only-date 2026-02-01T12:00:00Z --maintainer 'Me <me@example.org>'"
assert "with these it is the same, byte for byte" build "${rebuild[@]}" --verify "$work/typed_1+b2_$architecture.buildinfo"

assert "the directory is as it was" diff -r "$work/before" "$work/sources"
