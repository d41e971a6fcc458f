#!/bin/bash
# After each kind of change, a compose that takes what it can from the cache gives the bytes of one from scratch: two
# variants on one base, whose packages are installed once.
# takes: 140 s, 300 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

cd "$work"
cp "$root/treefiles/tiny.yaml" tiny.yaml
base() { printf 'include: tiny.yaml\npackages: [less, ucf, %s]\nlocal-packages: [fresh_1_all.deb]\n' "$1" >base.yaml; }
base fresh
printf 'include: base.yaml\nref: test/shell\npackages: [nano]\n' >shell.yaml
printf 'include: base.yaml\nref: test/clock\npackages: [chrony]\n' >clock.yaml
variants() {
  echo 'release: {short: same, name: Same, version: "13"}'
  echo 'variants:'
  for name in "$@"; do echo "  $name: {treefile: $name.yaml, arches: [$(dpkg --print-architecture)]}"; done
}
variants shell clock >compose.yaml
# package NAME VERSION CONTENT: makes NAME_VERSION_all.deb.
package() {
  mkdir -p "$1-$2/DEBIAN" "$1-$2/usr/share/$1"
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: x\n' "$1" "$2" >"$1-$2/DEBIAN/control"
  echo "$3" >"$1-$2/usr/share/$1/content"
  dpkg-deb --root-owner-group --build "$1-$2" . >/dev/null
}
package gizmo 1 one
package gizmo 2 two
# So that no earlier run has left anything in the cache that begins with it.
package fresh 1 "$work"
echo "a text" >text
printf '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n' >gizmo.service

digests() {
  python3 -c 'import json,sys; print(*sorted((l["variant"], l["commit"]["checksum"], l["image"]["manifestDigest"]) for l in json.load(open(sys.argv[1]))["legs"]))' \
    "$1/compose/metadata/compose.json"
}

# composed DIRECTORY ARGUMENT...: composes both variants from their locks.
composed() { debootc compose compose.yaml --output-dir "$1" "${@:2}"; }

# same WHAT: locks and composes with the cache, and compares with the same from scratch, after the same earlier compose.
before=
same() {
  debootc lock compose.yaml
  rm -rf scratch
  [ ! -e out ] || cp -al out scratch
  composed out "${unjudged[@]}"
  composed scratch "${unjudged[@]}" --no-cache
  local cached
  cached=$(digests out/latest)
  assert_equal "the bytes of $1 are those from scratch" "$(digests scratch/latest)" "$cached"
  [ "$cached" != "$before" ] || fail "$1 changed nothing"
  before=$cached
}

# changed WHAT: the same in a full run; by default nothing, so that several changes come to one.
changed() { [ -z "${DEBOOTC_TEST_FULL:-}" ] || same "$1"; }

debootc lock compose.yaml
composed out "${unjudged[@]}"
installations() { grep -c '^I: extracting archives' "out/latest/logs/root@$1"*.log || true; }
assert_equal "what both include is installed for one of them" 1 "$(($(installations shell) + $(installations clock)))"

sed -i 's/packages: \[nano\]/packages: [nano, tree]\nlocal-packages: [gizmo_1_all.deb]/' shell.yaml
changed "packages more"
if [ -n "${DEBOOTC_TEST_FULL:-}" ]; then
  assert_equal "the base is not installed again" 0 "$(installations shell)"
else
  # The root alone shows it.
  debootc lock compose.yaml --variant shell
  composed root --variant shell --phase gather,build --compose-id same-13-20261130.0
  assert_equal "the base is not installed again" "1 0" \
    "$(ls root/same-13-20261130.0/logs/root@shell*.log | wc -l) $(grep -c '^I: extracting archives' root/same-13-20261130.0/logs/root@shell*.log)"
fi
sed -i 's/nano, tree/tree/' shell.yaml
changed "a package less"
sed -i 's/gizmo_1/gizmo_2/' shell.yaml
changed "an upgraded package"
printf 'add-files: [[text, /usr/share/text]]\n' >>shell.yaml
changed "a file"
printf 'users:\n  - {name: kiosk, uid: 1000}\nkernel-arguments: [quiet]\n' >>shell.yaml
changed "a user and a kernel argument"
printf 'postprocess:\n  - |\n    #!/bin/sh\n    date -u +%%Y >/usr/share/year\n' >>shell.yaml
changed "a script"
if [ -n "${DEBOOTC_TEST_FULL:-}" ]; then
  sed -i 's/packages: \[tree/&, systemd/; s/^add-files: \[/&[gizmo.service, \/usr\/lib\/systemd\/system\/gizmo.service], /' shell.yaml
  echo 'units: [gizmo.service]' >>shell.yaml
  same "a unit"
fi
variants clock shell >compose.yaml
base "fresh, hello"
same "a base with a package more, and the variants in another order"
