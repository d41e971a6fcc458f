#!/bin/bash
# tiny_source NAME: makes $work/NAME_1.0.dsc, a source package without build dependencies whose build runs the script that
# stands on standard input, in the source tree, and then makes NAME_1.0_all.deb. A script
# debian/after, if the first one leaves it, runs when that is made.
tiny_source() {
  local name=$1 tree=$work/$1-1.0
  mkdir -p "$tree/debian/source"
  cat >"$tree/debian/attack"
  echo "3.0 (native)" >"$tree/debian/source/format"
  cat >"$tree/debian/changelog" <<CHANGELOG
$name (1.0) unstable; urgency=low

  * A package that is built in a test.

 -- A Test <test@example.org>  Sat, 01 Feb 2025 00:00:00 +0000
CHANGELOG
  cat >"$tree/debian/control" <<CONTROL
Source: $name
Section: misc
Priority: optional
Maintainer: A Test <test@example.org>
Rules-Requires-Root: no
Standards-Version: 4.7.0

Package: $name
Architecture: all
Description: package that is built in a test
 It holds nothing.
CONTROL
  cat >"$tree/debian/rules" <<'RULES'
#!/usr/bin/make -f
clean:
	rm -rf debian/tmp debian/files debian/substvars
build build-arch build-indep:
	bash debian/attack
binary binary-arch binary-indep: build
	mkdir -p debian/tmp/DEBIAN
	dpkg-gencontrol -Pdebian/tmp
	dpkg-deb --root-owner-group --build debian/tmp ..
	[ ! -e debian/after ] || bash debian/after
.PHONY: clean build build-arch build-indep binary binary-arch binary-indep
RULES
  chmod 755 "$tree/debian/rules"
  (cd "$work" && dpkg-source --build "$name-1.0")
}
