# shellcheck shell=bash
# native_tree TREE BUILD-DEPENDS COMMAND [FIELD...]: a native source tree, named as its directory. Its one package has, in
# /usr/share/NAME/word, what the command of its makefile prints while it is built; its control file has the fields. What an
# earlier run of the scenario built of it is not found.
native_tree() {
  local tree=$1 name
  name=$(basename "$1")
  mkdir -p "$tree/debian/source"
  echo '3.0 (native)' >"$tree/debian/source/format"
  printf '%s (1) unstable; urgency=low\n\n  * Text of %s.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n' \
    "$name" "$(basename "$work")" >"$tree/debian/changelog"
  printf 'Source: %s\nMaintainer: Me <me@example.org>\nStandards-Version: 4.7.0\nRules-Requires-Root: no\nBuild-Depends: %s\n\nPackage: %s\nArchitecture: all\nDescription: %s\n It is tiny.\n' \
    "$name" "$2" "$name" "$name" >"$tree/debian/control"
  [[ $# -lt 4 ]] || printf '%s\n' "${@:4}" >>"$tree/debian/control"
  cat >"$tree/debian/rules" <<RULES
#!/usr/bin/make -f
clean:
	rm -rf debian/tmp debian/files
build build-arch build-indep binary-arch:
binary binary-indep:
	mkdir -p debian/tmp/DEBIAN debian/tmp/usr/share/$name
	( $3 ) > debian/tmp/usr/share/$name/word
	dpkg-gencontrol -p$name
	dpkg-deb --root-owner-group --build debian/tmp ..
RULES
  chmod 755 "$tree/debian/rules"
}

# word_in RESULTS NAME: what the command printed, by the results of its build.
word_in() {
  dpkg-deb --fsys-tarfile "$1/$2_1_$(dpkg --print-architecture)/$2_1_all.deb" | tar -xO "./usr/share/$2/word"
}
