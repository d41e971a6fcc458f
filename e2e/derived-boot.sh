#!/bin/bash
# An image that podman built on one of debootc boots: a machine upgrades to it and rolls back.
# takes: 1 s, 500 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "a tree keeps its owners"
only_in_full_run "three boots; upgrade.sh makes the same ones with an image of debootc, and containers.sh lints what is built on one"
for tool in skopeo podman; do command -v $tool >/dev/null || skip "$tool is not installed"; done
. "$root/e2e/lib/boot-checks.sh"
. "$root/e2e/lib/derive.sh"

arch=$(dpkg --print-architecture)
ref=debian/trixie/$arch/kiosk
cp -r "$root/treefiles" "$work/treefiles"
mkdir "$work/treefiles/keys"
gpg --batch --armor --export vendor@example.org >"$work/treefiles/keys/updates.asc"
(umask 077 && gpg --batch --armor --export-secret-keys vendor@example.org >"$work/secret.asc")
cat >"$work/treefiles/kiosk.yaml" <<Y
include: minimal.yaml
ref: $ref
automatic-version-prefix: "1"
packages: [apt]
ostree-remote: {name: updates, url: "https://updates.example.org/repo", gpg-keys: [keys/updates.asc]}
Y
debootc compose "$work/treefiles/kiosk.yaml" --output-dir "$work/out"
mv "$(readlink -f "$work/out/latest")" "$work/before"
debootc ostree sign "$work/before/compose/kiosk/$arch/ostree" "$ref" --gpg-key-file "$work/secret.asc"
assert "podman builds on the image" derive "$work/before/compose/kiosk/$arch/oci"

# What bootc does with an image: its tree becomes a commit, with /etc as the defaults of a machine. What podman and the
# build left in directories that are a machine's own belongs to none.
mounted=$(podman image mount localhost/derived)
cp --archive "$mounted" "$work/tree"
podman image unmount localhost/derived
mv "$work/tree/etc" "$work/tree/usr/etc"
rm -f "$work/tree/usr/etc/hostname" "$work/tree/usr/etc/resolv.conf"
find "$work/tree/var" "$work/tree/tmp" "$work/tree/run" -mindepth 1 -delete
cp --archive "$work/before" "$work/after"
repo=$work/after/compose/kiosk/$arch/ostree
checksum=$(ostree --repo="$repo" commit --branch="$ref" --bind-ref="$ref" --parent=none --bootable --subject=derived \
  --add-metadata-string=version=2 --tree="dir=$work/tree")
debootc ostree sign "$repo" "$ref" --gpg-key-file "$work/secret.asc"
packages=$(dpkg-query --admindir="$work/tree/usr/lib/sysimage/dpkg" --show | wc -l)
python3 - "$work/after/compose/metadata/compose.json" "$checksum" "$packages" <<'P'
import json, sys
path, checksum, packages = sys.argv[1:]
compose = json.load(open(path))
record = compose["legs"][0]
assert int(packages) == record["packageCount"] + 2, (packages, record["packageCount"])
record["packageCount"] = int(packages)
record["commit"]["checksum"] = checksum
json.dump(compose, open(path, "w"))
P

boot_and_check "$work/after" --upgrade-from "$work/before"
assert_not "every rule of the three boots is kept" grep FAILED "$work/checks"
assert_checked before:upgrade after:deployment after:etc-kept after:var-kept after:accounts after:rollback \
  rolled-back:deployment
