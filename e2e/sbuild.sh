#!/bin/bash
# The same packages by sbuild and by debootc: C by autotools and cmake, Perl, Go, Python and Rust from Debian's own
# libraries. RECORD=1 keeps anew what
# e2e/sbuild-records/ has of them.
# takes: 1 s, 900 s in the full run
# needs: archive, accounts
. "$(dirname "$0")/lib.sh"
only_in_full_run "sbuild makes a tarball and installs everything anew for each package"
needs_root "building packages mounts layers"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the recorded packages are of amd64"
. "$root/e2e/lib/describe-debs.sh"
. "$root/e2e/lib/from-pool.sh"

if ! grep -q '^root:' /etc/subuid; then
  usermod --add-subuids 300000-365535 --add-subgids 300000-365535 root
  at_end no_subordinate_ids
fi
no_subordinate_ids() { usermod --del-subuids 300000-365535 --del-subgids 300000-365535 root; }

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
