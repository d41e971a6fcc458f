#!/bin/bash
# The same packages by sbuild and by debootc: C by autotools and cmake, Perl, Go, Python and Rust from Debian's own
# libraries; then what both decide by themselves: alternatives, suites that complete another, binary rebuilds. RECORD=1
# keeps anew what e2e/sbuild-records/ has of them.
# takes: 1 s, 1400 s in the full run
# needs: archive, accounts
. "$(dirname "$0")/lib.sh"
only_in_full_run "sbuild makes a tarball and installs everything anew for each package"
needs_root "building packages mounts layers"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the recorded packages are of amd64"
. "$root/e2e/lib/bare-archive.sh"
. "$root/e2e/lib/describe-debs.sh"
. "$root/e2e/lib/from-pool.sh"

if ! grep -q '^root:' /etc/subuid || ! grep -q '^root:' /etc/subgid; then
  usermod --add-subuids 300000-365535 --add-subgids 300000-365535 root
  at_end no_subordinate_ids
fi
# usermod refuses to while root has a process.
no_subordinate_ids() { sed -i '/^root:/d' /etc/subuid /etc/subgid; }

# source NAME TEXT-OF-CONTROL...: a native source package in $work/NAME-1.0, its files by the caller.
source_of() {
  local name=$1 directory=$work/$1-1.0
  mkdir -p "$directory/debian/source"
  printf '%s (1.0) unstable; urgency=low\n\n  * First.\n\n -- Nobody <nobody@example.org>  Sat, 01 Jan 2022 00:00:00 +0000\n' \
    "$name" >"$directory/debian/changelog"
  printf '3.0 (native)\n' >"$directory/debian/source/format"
  printf '#!/usr/bin/make -f\n%%:\n\tdh $@\n' >"$directory/debian/rules"
  chmod +x "$directory/debian/rules"
  cat >"$directory/debian/control"
}

source_of snake <<'END'
Source: snake
Section: python
Maintainer: Nobody <nobody@example.org>
Build-Depends: debhelper-compat (= 13), dh-sequence-python3, pybuild-plugin-pyproject, python3-all, python3-setuptools, python3-yaml <!nocheck>
Standards-Version: 4.7.0

Package: python3-snake
Architecture: all
Depends: ${python3:Depends}, ${misc:Depends}
Description: a Python package with a test
 Nothing more.
END
mkdir "$work/snake-1.0/snake" "$work/snake-1.0/tests"
printf 'import yaml\n\ndef loads(text):\n    return yaml.safe_load(text)\n' >"$work/snake-1.0/snake/__init__.py"
printf 'import unittest\nimport snake\n\nclass Loads(unittest.TestCase):\n    def test_number(self):\n        self.assertEqual(snake.loads("1"), 1)\n' \
  >"$work/snake-1.0/tests/test_loads.py"
touch "$work/snake-1.0/tests/__init__.py"
printf '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "snake"\nversion = "1.0"\n[tool.setuptools]\npackages = ["snake"]\n' \
  >"$work/snake-1.0/pyproject.toml"

source_of rusty <<'END'
Source: rusty
Section: utils
Maintainer: Nobody <nobody@example.org>
Build-Depends: debhelper-compat (= 13), dh-cargo, cargo:native, rustc:native, librust-itoa-dev
Standards-Version: 4.7.0

Package: rusty
Architecture: any
Depends: ${shlibs:Depends}, ${misc:Depends}
Description: a Rust program with a library of Debian
 Nothing more.
END
mkdir "$work/rusty-1.0/src"
printf 'fn main() {\n    println!("{}", itoa::Buffer::new().format(42));\n}\n' >"$work/rusty-1.0/src/main.rs"
printf '[package]\nname = "rusty"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\nitoa = "1"\n' >"$work/rusty-1.0/Cargo.toml"
# shellcheck disable=SC2016 # make expands it
printf '#!/usr/bin/make -f\nexport CARGO_HOME = $(CURDIR)/debian/cargo\n%%:\n\tdh $@\noverride_dh_auto_configure:\n\tmkdir -p debian/cargo && printf "[source.crates-io]\\nreplace-with = \\"debian\\"\\n[source.debian]\\ndirectory = \\"/usr/share/cargo/registry\\"\\n" > debian/cargo/config.toml\noverride_dh_auto_build:\n\tcargo build --release --offline\noverride_dh_auto_test:\noverride_dh_auto_install:\n\tinstall -D target/release/rusty debian/rusty/usr/bin/rusty\noverride_dh_auto_clean:\n\trm -rf target Cargo.lock debian/cargo\n' \
  >"$work/rusty-1.0/debian/rules"

mmdebstrap --quiet --variant=buildd trixie "$work/chroot.tar"
for source in sl libtext-aligner-perl libjson-perl cmark tinyxml2 "$(jq_from_pool "$work/jq-source")" gron "$work/snake-1.0/" "$work/rusty-1.0/"; do
  name=$(basename "$source")
  name=${name%-1.0}
  name=${name%%_*}
  assert "$name builds" debootc mock-build "$source" --result-dir "$work/results"
  mkdir "$work/$name-sbuild"
  assert "and by sbuild" sbuild --chroot-mode=unshare --chroot="$work/chroot.tar" --dist=trixie --no-run-lintian \
    --no-run-piuparts --no-run-autopkgtest --arch-all --build-dir="$work/$name-sbuild" "$work/results/$name"_*/*.dsc
  describe_debs "$work/results/$name"_*/*.deb >"$work/$name.debootc"
  describe_debs "$work/$name-sbuild"/*.deb >"$work/$name.sbuild"
  assert "with the same files and control data" diff "$work/$name.sbuild" "$work/$name.debootc"
  record=$root/e2e/sbuild-records/$name.txt
  if [ -n "${RECORD:-}" ] && [ -e "$record" ]; then cp "$work/$name.sbuild" "$record"; fi
done

# by_sbuild NAME DSC OPTION...: builds into $work/NAME-sbuild.
by_sbuild() {
  mkdir -p "$work/$1-sbuild"
  sbuild --chroot-mode=unshare --chroot="$work/chroot.tar" --dist=trixie --no-run-lintian --no-run-piuparts \
    --no-run-autopkgtest --build-dir="$work/$1-sbuild" "${@:3}" "$2"
}
# build_roots NAME BUILDINFO BUILDINFO: what a package needs was installed by both in the same versions.
build_roots() {
  for one in "${@:2}"; do sed -n '/^Installed-Build-Depends:/,/^[^ ]/p' "$one" | grep '^ ' >"$one.installed"; done
  assert "$1: the same packages are installed for it" diff "$2.installed" "$3.installed"
}
# made_by NAME: the .buildinfo of both.
made_by() { ls "$work/results/$1"_*/*.buildinfo "$work/$1-sbuild"/*_amd64.buildinfo; }

# The root of either has mawk, and the second package exists.
control_with() {
  printf 'Source: %s\nSection: misc\nMaintainer: Nobody <nobody@example.org>\nBuild-Depends: debhelper-compat (= 13), %s\nStandards-Version: 4.7.0\n\nPackage: %s\nArchitecture: all\nDepends: ${misc:Depends}\nDescription: tiny\n Nothing more.\n' "$1" "$2" "$1"
}
control_with picks 'gawk | mawk, no-such-package [arm64] | zip <!nocheck>, libxml2-dev (>= 1) | libxml2-dev (<< 1) | expat' | source_of picks
assert "picks builds" debootc mock-build "$work/picks-1.0/" --result-dir "$work/results"
assert "and by sbuild" by_sbuild picks "$work/results"/picks_*/*.dsc --arch-all
mapfile -t infos < <(made_by picks)
build_roots picks "${infos[@]}"
assert_contains "with the first alternative that applies" "${infos[0]}.installed" " gawk (="
control_with gone 'no-such-package | zip' | source_of gone
(cd "$work" && dpkg-source --build gone-1.0)
assert_status "a first alternative that nobody has cannot be met" 31 debootc mock-build "$work/gone_1.0.dsc" --result-dir "$work/results"
assert_not "nor by sbuild" by_sbuild gone "$work/gone_1.0.dsc" --arch-all
assert "with all alternatives it can" debootc mock-build "$work/gone_1.0.dsc" --result-dir "$work/results" --alternatives all
assert "also by sbuild" by_sbuild gone "$work/gone_1.0.dsc" --arch-all --resolve-alternatives
mapfile -t infos < <(made_by gone)
build_roots gone "${infos[@]}"

# A suite like experimental, next to one like sid.
for name in xx-tool xx-lib xx-other; do bare_deb usual "$name" 1; done
bare_deb more xx-tool 2 'Depends: xx-lib (>= 2)'
bare_deb more xx-lib 2
bare_deb more xx-other 2
bare_indexes usual -oAPT::FTPArchive::Release::Suite=usual
bare_indexes more -oAPT::FTPArchive::Release::NotAutomatic=yes -oAPT::FTPArchive::Release::Suite=experimental
python3 -u -m http.server --bind 127.0.0.1 --directory "$work" 0 >"$work/http.port" 2>"$work/http.log" &
server=$!
stop_server() { kill "$server"; }
at_end stop_server
until port=$(grep --only-matching --extended-regexp 'port [0-9]+' "$work/http.port"); do sleep 0.2; done
url=http://127.0.0.1:${port#port }
control_with later 'xx-tool (>= 2), xx-other' | source_of later
(cd "$work" && dpkg-source --build later-1.0)
printf 'sources:\n- {id: usual, uris: %s/usual, suites: ./, trusted: true}\n- {id: more, uris: %s/more, suites: ./, trusted: true}\n' "$url" "$url" >"$work/config.yaml"
extra=(--extra-repository="deb [trusted=yes] $url/usual ./" --extra-repository="deb [trusted=yes] $url/more ./")
assert_status "what only such a suite has does not come by itself" 31 debootc mock-build "$work/later_1.0.dsc" --result-dir "$work/results" --config "$work/config.yaml"
assert_not "nor by sbuild" by_sbuild later "$work/later_1.0.dsc" --arch-all "${extra[@]}"
echo 'dependencies-from: [more]' >>"$work/config.yaml"
assert "a suite may be completed by it" debootc mock-build "$work/later_1.0.dsc" --result-dir "$work/results" --config "$work/config.yaml"
assert "as by sbuild's resolver for experimental" by_sbuild later "$work/later_1.0.dsc" --arch-all "${extra[@]}" --build-dep-resolver=aspcud \
  --aspcud-criteria='-count(down),-count(changed,APT-Release:=/experimental/),-removed,-changed,-new'
mapfile -t infos < <(made_by later)
# Of Debian's own packages that resolver takes older ones, because it keeps as many as it can.
for info in "${infos[@]}"; do
  assert_equal "which takes from there what is needed, and nothing else" " xx-lib (= 2), xx-other (= 1), xx-tool (= 2)," \
    "$(grep '^ xx-' "$info" | tr --delete '\n')"
done

# A binary rebuild.
rebuild=(--binary-only 2 --binary-only-reason "Rebuild for libfoo2." --binary-only-distribution sid --binary-only-date 2026-02-01T12:00:00Z --maintainer "Me <me@example.org>")
dsc=$(echo "$work/results"/sl_*_amd64/*.dsc)
cp "$work/results"/sl_*_amd64/sl_* "$work"
assert "sl is rebuilt" debootc mock-build "$work/$(basename "$dsc")" --result-dir "$work/results" "${rebuild[@]}"
assert "as by sbuild" by_sbuild sl-rebuilt "$dsc" --make-binNMU="Rebuild for libfoo2." --binNMU=2 \
  --binNMU-timestamp="Sun, 01 Feb 2026 12:00:00 +0000" --maintainer="Me <me@example.org>" --dist=sid
rebuilt=$(echo "$work/results"/sl_*+b2_amd64/*.deb)
assert "to the same bytes" cmp "$rebuilt" "$work/sl-rebuilt-sbuild/$(basename "$rebuilt")"
