#!/bin/bash
# What proves a package: the comparison with one from elsewhere, a second build in other surroundings, and rebuilds in
# the very build root that a lock or a .buildinfo names.
# takes: 165 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "mock-proof"

# source_package NAME COMMAND: a source package that needs nothing but build-essential; the command makes its files
# below debian/tmp/usr/share/NAME. Its .dsc is then $work/NAME_1.dsc.
source_package() {
  local name=$1 make=$2 tree=$work/$1-1
  mkdir -p "$tree/debian/source" "$tree/files"
  echo 1.0 >"$tree/debian/source/format"
  touch "$tree/files/"{b,a,d,c,e,z,y,x}
  cat >"$tree/debian/control" <<CONTROL
Source: $name
Section: misc
Priority: optional
Maintainer: A <a@example.org>
Standards-Version: 4.7.0
Rules-Requires-Root: no

Package: $name
Architecture: all
Description: made to be built
CONTROL
  cat >"$tree/debian/changelog" <<CHANGELOG
$name (1) trixie; urgency=low

  * Begin.

 -- A <a@example.org>  Sun, 01 Nov 2026 10:00:00 +0000
CHANGELOG
  cat >"$tree/debian/rules" <<RULES
#!/usr/bin/make -f
build build-indep build-arch:
clean:
	rm -rf debian/tmp debian/files
binary-arch:
binary binary-indep:
	umask 0022 && mkdir -p debian/tmp/DEBIAN debian/tmp/usr/share/$name
	cd debian/tmp/usr/share/$name && $make
	dpkg-gencontrol -Pdebian/tmp
	chmod 644 debian/tmp/DEBIAN/control
	find debian/tmp -newermt @\$(SOURCE_DATE_EPOCH) -exec touch -h -d @\$(SOURCE_DATE_EPOCH) {} +
	dpkg-deb --root-owner-group --build debian/tmp ..
RULES
  chmod 755 "$tree/debian/rules"
  (cd "$work" && dpkg-source --build "$tree")
}

mock_build() {
  debootc mock-build --result-dir "$work/out" "$@"
}

# differing RESULT: the files that differ, by their names in the package.
differing() {
  python3 - "$1" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
places = [d["place"] for p in result["proofs"] for f in p["files"] for d in f["differences"]]
print(" ".join(sorted({place.rsplit("/", 1)[1] for place in places if "/usr/share/" in place})))
PYTHON
}

source_package steady 'umask 0022 && echo always >file'
assert "a package is built" mock_build "$work/steady_1.dsc"
results=$work/out/steady_1_amd64
cp "$results/steady_1_all.deb" "$results"/steady_1_*.buildinfo "$results"/steady_1_*.changes "$work"

assert "the same package is equal to one that was built before, bit for bit" \
  mock_build "$work/steady_1.dsc" --verify "$work/steady_1_all.deb" --twice
assert_matches "and to one that was built in other surroundings" "$results/result.json" \
  '"kind":"twice".*"name":"file order"|"name":"time".*"kind":"twice"'
for expected in "$work"/steady_1_*.buildinfo "$work"/steady_1_*.changes; do
  assert "all that $(basename "$expected") names is equal" mock_build "$work/steady_1.dsc" --verify "$expected"
done

source_package leaky "umask > mask && touch by-umask && date +%Y%m%d > time && date +%Z%z > zone \
	&& locale charmap > locale && hostname > host && id -un > user && id -u > number \
	&& echo \$(DEB_BUILD_OPTIONS) > cores && ls -f ../../../../../files > order"
status=0
mock_build "$work/leaky_1.dsc" --twice || status=$?
assert_equal "a package that depends on its surroundings ends with 8" 8 "$status"
found=$(differing "$work/out/leaky_1_amd64/result.json")
for leak in time zone locale mask by-umask host user number cores; do
  assert_contains "the second build has another $leak" <(echo "$found") "$leak"
done
! command -v disorderfs >/dev/null || assert_contains "and another order of files" <(echo "$found") order
assert "the output of the second build is kept" test -s "$work/out/leaky_1_amd64/second-build.log"
! command -v diffoscope >/dev/null ||
  assert_contains "diffoscope shows the contents" "$work/out/leaky_1_amd64/leaky_1_all.deb.diffoscope.txt" second-build
assert_status "what --verify names and is not there is found out before anything is built" 2 \
  mock_build "$work/leaky_1.dsc" --verify "$work/nothing_1_all.deb"

# The very build root of an earlier build: its own packages, not what the archive has by now.
nowhere=http://127.0.0.1:9/debian
cp "$results/buildroot.lock.json" "$work/lock.json"
assert "a lock makes the build root again, without any archive" \
  mock_build "$work/steady_1.dsc" --from-lock "$work/lock.json" --mirror "$nowhere" --verify "$work/steady_1_all.deb"
packages_of() { python3 -c 'import json,sys; print([(p["name"], p["sha256"]) for p in json.load(open(sys.argv[1]))["packages"]])' "$1"; }
assert_equal "with the same packages" "$(packages_of "$work/lock.json")" "$(packages_of "$results/buildroot.lock.json")"

mkdir -p "$work/cache/debs"
python3 -c 'import json, sys
for package in json.load(open(sys.argv[1]))["packages"]:
    name = package["sha256"].removeprefix("sha256:")
    print(f"./{name[:2]}/{name}.deb")' "$work/lock.json" |
  (cd "${XDG_CACHE_HOME:-$HOME/.cache}/debootc/debs" &&
    xargs cp --archive --parents --target-directory="$work/cache/debs")
assert "also from nothing but the packages, by the apt and dpkg of this machine" \
  mock_build "$work/steady_1.dsc" --from-lock "$work/lock.json" --mirror "$nowhere" --cache-dir "$work/cache" \
  --verify "$work/steady_1_all.deb"
assert_status "a lock of another suite is refused" 2 \
  mock_build "$work/steady_1.dsc" --from-lock "$work/lock.json" --suite bookworm

buildinfo=$(echo "$work"/steady_1_*.buildinfo)
assert "a .buildinfo makes a build root of what was installed" \
  mock_build "$work/steady_1.dsc" --from-buildinfo "$buildinfo" --verify "$work/steady_1_all.deb"
sed -E 's/^( (make|tar) \(= )[^)]*/\10.0-0/' "$buildinfo" >"$work/gone.buildinfo"
status=0
mock_build "$work/steady_1.dsc" --from-buildinfo "$work/gone.buildinfo" >"$work/gone.txt" || status=$?
cat "$work/gone.txt"
assert_equal "what has vanished everywhere is a dependency that cannot be met" 31 "$status"
for name in make tar; do assert_contains "and is named: $name" "$work/gone.txt" "$name (= 0.0-0)"; done
