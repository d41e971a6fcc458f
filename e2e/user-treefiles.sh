#!/bin/bash
# Treefiles of a user's own: another suite, files, units, scripts, a signed source; and those that must be refused.
# takes: 180 s, 125 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
mkdir -p "$work/files/app"

# A third-party archive with a key of its own, served over HTTP.
. "$root/e2e/lib/vendor.sh"
vendor_package gizmo 2.0 'Depends: gizmo-data (>= 1)'
vendor_package gizmo-data 1.5
vendor_package broken 1.0 'Depends: gizmo-data (>= 9)'
vendor_publish
vendor_serve
echo "hello from the app" >"$work/files/app/greeting"
printf '#!/bin/sh\necho app\n' >"$work/files/app/run"
chmod 755 "$work/files/app/run"
printf '[Unit]\nDescription=App\n[Service]\nExecStart=/usr/lib/app/run\n[Install]\nWantedBy=multi-user.target\n' >"$work/files/app.service"
cat >"$work/appliance.yaml" <<Y
include: treefiles/tiny.yaml
ref: acme/\${suite}/\${basearch}/appliance
automatic-version-prefix: "1"
variables:
  where: usr/lib/app
sources:
  - id: vendor
    uris: http://127.0.0.1:$vendor_port
    suites: ./
    signed-by: keys/vendor.asc
packages:
  - systemd
  - gizmo
add-files:
  - [files/app, '/\${where}']
  - [files/app.service, /usr/lib/systemd/system/app.service]
units: [app.service]
default-target: multi-user.target
remove-files:
  - usr/share/gizmo-data
postprocess:
  - |
    #!/bin/sh
    set -e
    ! getent hosts localhost.example.org
    ls /sys | wc -l >/usr/lib/app/sys
    grep -c : /proc/net/dev >/usr/lib/app/devices
kernel-arguments: [quiet, "loglevel=3"]
container:
  labels: {org.example.team: acme}
Y
assert "validate accepts it" debootc validate "$work/appliance.yaml"
assert "a treefile with all of this composes" debootc compose "$work/appliance.yaml" --output-dir "$work/out" "${unjudged[@]}"
base=$work/out/latest/compose/appliance/$arch
tree() { ostree --repo="$base/ostree" "$@"; }
ref=acme/trixie/$arch/appliance
assert_equal "a directory of the user's is copied" "hello from the app" "$(tree cat "$ref" /usr/lib/app/greeting)"
tree ls "$ref" /usr/lib/app/run >"$work/listed"
assert_matches "modes of the user's files stay, owners become root" "$work/listed" '^-00755 0 0 '
tree ls "$ref" /usr/etc/systemd/system/multi-user.target.wants/app.service >"$work/listed"
assert_matches "the user's unit is enabled" "$work/listed" '-> /usr/lib/systemd/system/app.service$'
tree ls "$ref" /usr/etc/systemd/system/default.target >"$work/listed"
assert_contains "the default target is set" "$work/listed" multi-user.target
assert_equal "a package of the signed source is there" "gizmo 2.0" "$(tree cat "$ref" /usr/share/gizmo/data)"
assert_not "remove-files removes" tree ls "$ref" /usr/share/gizmo-data
assert_equal "a script sees no /sys of the host" 0 "$(tree cat "$ref" /usr/lib/app/sys)"
assert_equal "a script sees no network but loopback" 1 "$(tree cat "$ref" /usr/lib/app/devices)"
assert_contains "kernel arguments are in bootc's form" <(tree cat "$ref" /usr/lib/bootc/kargs.d/10-debootc.toml) 'kargs = ["quiet", "loglevel=3"]'
assert_contains "a label of the user's is on the image" <(skopeo inspect --config "oci:$base/oci:latest" | tr -d ' \n') '"org.example.team":"acme"'
assert_not "a tree without a kernel is not marked bootable" tree show --print-metadata-key=ostree.bootable "$ref"
assert_not "and bootc would refuse its image" grep -r containers.bootc "$base/oci/blobs"

refused() { # DESCRIPTION STATUS TEXT TREEFILE [OPTION...]
  local status=0
  debootc compose "${@:4}" --output-dir "$work/refused" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  assert_equal "$1: exit status" "$2" "$status"
  assert_matches "$1: says why" "$work/said" "$3"
}
variant() { # NAME TEXT...: the appliance with more lines
  { cat "$work/appliance.yaml" && printf '%s\n' "${@:2}"; } >"$work/$1.yaml"
}

sed 's/packages:/packages:\n  - broken/' "$work/appliance.yaml" >"$work/unmet.yaml"
refused "a dependency that cannot be met" 31 'unmet.yaml:[0-9]+:5: .*gizmo-data.*9' "$work/unmet.yaml"
sed 's/packages:/packages:\n  - gizmoo/' "$work/appliance.yaml" >"$work/unknown.yaml"
refused "a package that does not exist" 31 'unknown.yaml:[0-9]+:5: .*gizmoo' "$work/unknown.yaml"
variant excluded 'exclude-packages: [gizmo-data]'
refused "an excluded package that is needed" 31 'excluded.yaml:[0-9]+:5: .*excluded' "$work/excluded.yaml"
# It is found in the installed root, where unit tests make the same mistake.
if [ -n "${DEBOOTC_TEST_FULL:-}" ]; then
  sed 's/units: .*/units: [aap.service]/' "$work/appliance.yaml" >"$work/unit.yaml"
  refused "a unit that does not exist" 3 'app.service' "$work/unit.yaml"
else
  say "skip - a unit that does not exist, which enable-units.test.ts makes, too: only in script/test --full"
fi
printf '%s\n' 'include: treefiles/tiny.yaml' 'postprocess: ["#!/bin/sh\nexit 7"]' >"$work/script.yaml"
refused "a script that fails" 10 'script.yaml:[0-9]+.*script failed|postprocess script failed' "$work/script.yaml"
sed 's#files/app.service,#files/gone.service,#' "$work/appliance.yaml" >"$work/gone.yaml"
refused "a file that is not there" 3 'gone.service' "$work/gone.yaml"
variant typo 'pakages: [a]' 'unit: b'
refused "two unknown keys" 3 'has 2 errors' "$work/typo.yaml"

debootc lock "$work/appliance.yaml" --ids latest --output-dir "$work/out"
assert_contains "lock --ids takes over the accounts of a compose" "$work/appliance.lock.json" '{"gid":801,"name":"systemd-journal"}'
sed -i 's/"gid":801/"gid":901/' "$work/appliance.lock.json"
sed -i 's/^  - gizmo$/  - gizmo\n  - hello/' "$work/appliance.yaml"
refused "a lock that no longer fits" 5 'hello' "$work/appliance.yaml"
sed -i '/^  - hello$/d' "$work/appliance.yaml"
grep --invert-match '"name":"gizmo-data"' "$work/appliance.lock.json" >"$work/lost.lock.json"
printf '%s\n' 'include: appliance.yaml' 'closure-check: fatal' >"$work/lost.yaml"
refused "a lock that lost a package" 31 'gizmo .*has Depends: gizmo-data.*, but gizmo-data is not in the set' "$work/lost.yaml"
vendor_package gizmo-data 1.6
vendor_publish
assert "a lock is built from although the archive moved on" debootc compose "$work/appliance.yaml" --output-dir "$work/moved" "${unjudged[@]}"
tree_of_moved() { ostree --repo="$work/moved/latest/compose/appliance/$arch/ostree" cat "$ref" "$1"; }
assert_matches "an id of the lock wins over debootc's own table" <(tree_of_moved /usr/etc/group) '^systemd-journal:x:901:'
assert_matches "and is written to sysusers.d" <(tree_of_moved /usr/lib/sysusers.d/00-debootc.conf) '^g systemd-journal 901$'
rm "$work/appliance.lock.json"
gpg --batch --quiet --passphrase '' --quick-generate-key 'Thief <thief@example.org>' ed25519 sign never
(cd "$work/repo" && gpg --batch --yes --quiet --local-user thief@example.org --clearsign --output InRelease Release)
refused "an index signed by another key" 9 'vendor' "$work/appliance.yaml"
kill "$vendor_server"
wait "$vendor_server" 2>/dev/null || true
refused "a mirror that is down" 32 'vendor' "$work/appliance.yaml"

printf 'include: treefiles/tiny.yaml\nsuite: bookworm\n' >"$work/bookworm.yaml"
assert "bookworm composes" debootc compose "$work/bookworm.yaml" --output-dir "$work/bookworm"
