#!/bin/bash
# Keys that say what an image is beside its packages: whose /opt is, who has which id, what its commit says of itself.
# takes: 125 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"

# treefile NAME TEXT...: a treefile of its own, of a tiny tree.
treefile() {
  printf '%s\n' 'include: treefiles/tiny.yaml' "ref: test/$1" "${@:2}" >"$work/$1.yaml"
}
# compose NAME: composes $work/NAME.yaml, with $options; `tree` then reads its commit.
options=()
compose() {
  debootc compose "$work/$1.yaml" --output-dir "$work/out" "${unjudged[@]}" "${options[@]}" 2>&1 | tee "$work/said"
  [ "${PIPESTATUS[0]}" = 0 ] || fail "$1.yaml does not compose"
  base=$work/out/latest/compose/$1/$arch
  ref=test/$1
}
tree() { ostree --repo="$base/ostree" "$@"; }
key() { tree show --print-metadata-key="$1" "$ref"; }
# refused DESCRIPTION STATUS NAME PATTERN...: does not compose, and a line of what is said matches each pattern.
refused() {
  local pattern
  assert_status "$1: exit status" "$2" debootc compose "$work/$3.yaml" --output-dir "$work/out" "${options[@]}" >"$work/said" 2>&1
  for pattern in "${@:4}"; do assert_matches "$1: says so" "$work/said" "$pattern"; done
}

# A package as vendors make them, in /opt.
mkdir -p "$work/build/DEBIAN" "$work/build/opt/vendor/bin" "$work/debs"
printf '%s\n' 'Package: vendor' 'Version: 1' 'Architecture: all' 'Maintainer: Test <test@example.org>' \
  'Description: test' >"$work/build/DEBIAN/control"
printf '#!/bin/sh\necho vendor\n' >"$work/build/opt/vendor/bin/run"
chmod 755 "$work/build/opt/vendor/bin/run"
dpkg-deb --root-owner-group --build "$work/build" "$work/debs/vendor.deb" >/dev/null
echo tool >"$work/tool"

# service NAME COMMAND: a package whose configuration makes an account.
service() {
  mkdir -p "$work/services/$1/DEBIAN"
  printf '%s\n' "Package: $1" 'Version: 1' 'Architecture: all' 'Maintainer: Test <test@example.org>' \
    'Depends: adduser, passwd' 'Description: test' >"$work/services/$1/DEBIAN/control"
  printf '#!/bin/sh\nset -e\n%s\n' "$2" >"$work/services/$1/DEBIAN/postinst"
  chmod 755 "$work/services/$1/DEBIAN/postinst"
  dpkg-deb --root-owner-group --build "$work/services/$1" "$work/debs/$1.deb" >/dev/null
}
service rabbit 'adduser --system --quiet --group --no-create-home --home /nonexistent rabbit'
service cache 'adduser --system --quiet --group --no-create-home --home /nonexistent cache'
service plain 'groupadd plain; useradd --no-create-home --gid plain plain'
ids_of() { tree cat "$ref" /usr/etc/passwd | awk -F: -v name="$1" '$1 == name { print $3, $4 }'; }
group() { printf 'postprocess: ["#!/bin/sh\\necho crew:x:%s: >>/etc/group"]\n' "$1"; }

# --- Those of the machine, unless the treefile says otherwise.
treefile vendor 'local-packages: [debs/vendor.deb]'
refused "files of a package in /opt of a machine" 10 vendor '/opt/vendor/bin/run: the package vendor left a file'

treefile image 'local-packages: [debs/vendor.deb, debs/rabbit.deb]' 'opt-usrlocal: root' "$(group 990)" \
  'check-passwd: {type: data, entries: {root: 0, sync: [4, 65534]}}' 'check-groups: {type: previous}' \
  'add-files: [[tool, /usr/local/bin/tool], [tool, /opt/tool]]' \
  'add-commit-metadata:' '  org.example.channel: "it'"'"'s ${suite}"' '  org.example.production: true'
compose image
assert_contains "the first image of all has none to compare its accounts with" "$work/said" 'this image follows no other'
rabbit=$(ids_of rabbit)
assert_matches "a service takes the next free number" <(echo "$rabbit") '^1[0-9][0-9] 1[0-9][0-9]$'
assert_matches "with opt-usrlocal: root, /opt is in the read-only /usr" <(tree ls "$ref" /opt) ' /opt -> usr/lib/opt$'
assert "and a package's files are there" tree ls "$ref" /usr/lib/opt/vendor/bin/run
assert "as are those of the treefile" tree ls "$ref" /usr/lib/opt/tool
assert_matches "/usr/local is a directory of the image" <(tree ls -d "$ref" /usr/local) '^d00755 .* /usr/local$'
assert_equal "with files of the treefile" tool "$(tree cat "$ref" /usr/local/bin/tool)"
assert_not "and nothing of it is made on the machine" \
  grep -E '/var/(opt/|usrlocal)' <(tree cat "$ref" /usr/lib/tmpfiles.d/debootc-var.conf)
ostree --repo="$base/ostree" checkout "$ref" "$work/tree"
assert_equal "programs of /opt run from where their package says" vendor "$(chroot "$work/tree" /opt/vendor/bin/run)"
assert_contains "dpkg knows whose they are" <(chroot "$work/tree" env -i PATH=/usr/bin dpkg --admindir=/usr/lib/sysimage/dpkg -S /opt/vendor/bin/run) vendor:
python3 - "$base/oci" >"$work/components" <<'P'
import json, sys, tarfile, subprocess
layout = sys.argv[1]
def path(digest): return f"{layout}/blobs/{digest.replace(':', '/')}"
manifest = json.load(open(path(json.load(open(f"{layout}/index.json"))["manifests"][0]["digest"])))
for layer in manifest["layers"]:
    names = subprocess.run(["sh", "-c", f"zstd -dc {path(layer['digest'])} | tar -t"], capture_output=True, text=True, check=True).stdout
    if "opt/vendor/bin/run" in names: print(layer["annotations"]["ostree.components"])
P
assert_contains "layers are planned with its owner" "$work/components" vendor

assert_equal "the commit says what the treefile adds" "\"it's trixie\"" "$(key org.example.channel)"
assert_equal "a truth value stays one" true "$(key org.example.production)"
assert_matches "the plan names it" "$base/plan.json" '"commitMetadata":\{"org.example.channel":"it'"'"'s trixie"'

# --- Accounts that the image must have.
at=$(readlink "$work/out/latest")
treefile image "$(group 991)" 'check-groups:' '  type: previous'
refused "a gid that moved" 10 image 'image.yaml:5:3: .*the group crew has gid 991, expected gid 990'
treefile image 'check-groups: {type: previous}'
refused "a group that vanished" 10 image 'image.yaml:3:15: .*the group crew is not in the image'
printf 'check-groups: {type: none}\n' >"$work/none.yaml"
sed -i 's/^include:.*/include: [treefiles\/tiny.yaml, none.yaml]/' "$work/image.yaml"
refused "the including file's check is the one that counts" 10 image 'the group crew is not in the image'
assert_equal "latest stays at what was accepted" "$at" "$(readlink "$work/out/latest")"

# --- Ids of packages' own accounts, from one compose of a ref to the next.
treefile image 'local-packages: [debs/rabbit.deb, debs/cache.deb, debs/plain.deb]' 'users: [{name: admin, uid: 1000}]' \
  "$(group 990)" 'check-groups: {type: previous}'
compose image
assert_not "the next image is compared, and has what it must have" grep 'follows no other' "$work/said"
assert_equal "a service keeps its number when a package is added that is configured before it" "$rabbit" "$(ids_of rabbit)"
assert_not "which gets another" [ "$(ids_of cache)" = "$rabbit" ]
assert_matches "as long as no lock has the number, that is said" "$work/said" "in no lock: .*rabbit \(uid ${rabbit% *}\)"
assert_equal "accounts of a plain groupadd and useradd are below those of people" "700 700" "$(ids_of plain)"
assert_equal "who have their own" "1000 1000" "$(ids_of admin)"
treefile image 'local-packages: [debs/rabbit.deb, debs/plain.deb]' 'users: [{name: admin, uid: 1001}]'
refused "a number that must move" 10 image 'the user admin had uid 1000 and has uid 1001' 'the group admin had gid 1000 and has gid 1001'

# The groups crew and cache are not in it, which only `previous` would refuse.
mkdir "$work/accounts"
printf 'root:x:0:0:root:/root:/bin/bash\nbin:x:3:2:bin:/bin:/usr/sbin/nologin\n' >"$work/accounts/passwd"
printf '%s\n' 'check-passwd: {type: file, filename: accounts/passwd}' 'check-groups: {type: none}' >>"$work/image.yaml"
options=(--allow-moved-ids)
refused "ids that a file gives" 10 image 'accounts/passwd:2:1: .*the user bin has uid 2 and gid 2, expected uid 3 and gid 2'
sed -i s/:3:/:2:/ "$work/accounts/passwd"
compose image
assert_matches "what is as it must be is accepted, from the cache too" "$work/said" 'Build the root: reused'
assert_equal "type none checks nothing" FINISHED "$(cat "$work/out/latest/STATUS")"
assert_contains "a number may move if that is asked for, and is told with both numbers" "$work/said" 'the user admin had uid 1000 and has uid 1001'
assert_equal "an account goes with its package" "" "$(ids_of cache)"

options=()
treefile data 'check-passwd:' '  type: data' '  entries:' '    root: 0' '    sync: 4' '    sshd: [990, 65534]'
refused "ids that the treefile gives" 10 data \
  'data.yaml:7:11: .*the user sync has uid 4 and gid 65534, expected uid 4 and gid 4' \
  'data.yaml:8:11: .*the user sshd is not in the image'

# --- What a commit says of itself.
treefile data 'add-commit-metadata: {org.example.serial: "20261123"}'
compose data
first=$(tree rev-parse "$ref")
sed -i 's/20261123/20261124/' "$work/data.yaml"
compose data
assert_equal "another value of its metadata makes another commit" "'20261124'" "$(key org.example.serial)"
assert_not "with another checksum" [ "$(tree rev-parse "$ref")" = "$first" ]
assert_matches "of the same tree" "$work/said" 'Build the root: reused'
