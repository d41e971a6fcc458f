#!/bin/bash
# The linter on real things: a compose, its image, the same unpacked, its commit, a broken copy, an image of podman.
# takes: 70 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

minimal_compose
arch=$(dpkg --print-architecture)
base=$minimal/compose/minimal/$arch
lint() { "$root/bin/debootc" lint --output-dir "$shared/out" --cache-dir "$work/cache" "$@"; }
# rules FILE LEVEL: names of the rules with findings of this level in a result of --json.
rules() {
  python3 -c 'import json,sys
report = json.loads(open(sys.argv[1]).read().splitlines()[-1])["result"]
assert report["schema"] == "debootc/lint", report
print(" ".join(sorted({f["rule"] for f in report["findings"] if f["level"] == sys.argv[2]})))' "$1" "$2"
}

# Minimal has nobody's key: this warning is true.
clean() {
  local description=$1
  shift
  assert "$description has no errors" lint "$@" --json >"$work/clean.json"
  assert_equal "$description has no warning but the one" "no-login" "$(rules "$work/clean.json" warning)"
}
clean "the newest compose"
clean "the image of the compose" "$base/oci"
assert_status "a warning can be made to count" 6 lint --fatal-warnings
assert "unless its rule is skipped" lint --fatal-warnings --skip no-login

mkdir "$work/root"
python3 - "$base/oci" >"$work/layers" <<'P'
import json, sys
read = lambda digest: json.load(open(sys.argv[1] + "/blobs/" + digest.replace(":", "/")))
index = json.load(open(sys.argv[1] + "/index.json"))
for layer in read(index["manifests"][0]["digest"])["layers"]:
    print(layer["digest"].replace(":", "/"))
P
while read -r blob; do
  zstd -dc "$base/oci/blobs/$blob" | tar --extract --file=- --directory="$work/root" --xattrs --xattrs-include='*' --same-owner --preserve-permissions
done <"$work/layers"
clean "the image, unpacked" "$work/root"
touch "$work/root/tmp/left"
assert "a warning does not count" lint "$work/root"
assert_status "but can be made to" 6 lint --fatal-warnings "$work/root"
assert "unless its rule is skipped" lint --fatal-warnings --skip nonempty-run-tmp --skip no-login "$work/root"
rm "$work/root/tmp/left"
ostree --repo="$base/ostree" checkout "debian/trixie/$arch/minimal" "$work/checkout"
clean "the commit, checked out" "$work/checkout"

root_of_user() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
chmod 711 "$work"
assert "nobody can lint the image" root_of_user env HOME="$work/home" "$root/bin/debootc" lint "$(realpath "$base/oci")"

chmod u-s "$work/root/usr/bin/su"
chmod u+s "$work/root/usr/bin/env"
printf '[Service]\nExecStart=/bin/true\nUser=widget\n' >"$work/root/usr/lib/systemd/system/widget.service"
mkdir -p "$work/root/usr/src/widget-1"
echo 'BUILT_MODULE_NAME[0]="widget"' >"$work/root/usr/src/widget-1/dkms.conf"
cp "$work/root/usr/bin/env" "$work/root/usr/bin/pipewire"
rm "$work"/root/usr/lib/modules/*/initramfs.img
mkdir -p "$work/root/etc/ssh" "$work/root/var/lib/widget"
echo key >"$work/root/etc/ssh/ssh_host_ed25519_key"
echo "0123456789abcdef0123456789abcdef" >"$work/root/etc/machine-id"
touch "$work/root/$(printf 'caf\xe9')"
mknod "$work/root/usr/lib/null" c 1 3
assert_status "a broken root is told" 6 lint "$work/root" --json >"$work/broken.json"
assert_equal "with the rules it fails" "dkms-module-missing initramfs-missing machine-id set-id-lost special-files ssh-host-keys utf8" \
  "$(rules "$work/broken.json" error)"
rules "$work/broken.json" warning >"$work/warnings"
assert_matches "and what may be regretted" "$work/warnings" 'kernel-part-missing .*set-id-made .*unit-account'
assert_status "also as SARIF" 6 lint "$work/root" --sarif >"$work/broken.sarif"
assert "which parses" python3 -c 'import json,sys
log = json.load(open(sys.argv[1]))
assert log["version"] == "2.1.0"
[run] = log["runs"]
assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
assert {r["level"] for r in run["results"]} == {"error", "warning"}' "$work/broken.sarif"
lint "$work/root" >"$work/broken.txt" || true
assert_contains "people see the file" "$work/broken.txt" "/usr/bin/su is 0755"
assert_contains "and what to do" "$work/broken.txt" "Copy files with cp -a"
assert_status "what is no image is a mistake of the command line" 2 lint "$work/layers"
assert_status "so is a rule that does not exist" 2 lint --skip kernl

if command -v podman >/dev/null; then
  export STORAGE_DRIVER=overlay CONTAINERS_STORAGE_CONF=$work/storage.conf
  printf '[storage]\ndriver="overlay"\ngraphroot="%s/podman"\nrunroot="%s/podman-run"\n' "$work" "$work" >"$work/storage.conf"
  image=$(podman pull --quiet "oci:$(realpath "$base/oci"):latest")
  printf 'FROM %s\nRUN chmod u-s /usr/bin/su && mkdir -p /var/lib/widget\nLABEL ostree.final-diffid=sha256:0\n' "$image" >"$work/Containerfile"
  podman build --quiet --isolation chroot --network host --tag localhost/derived "$work"
  podman push --quiet localhost/derived "oci:$work/derived:1"
  assert_status "an image that podman made is read" 6 lint "oci:$work/derived:1" --json >"$work/derived.json"
  assert_equal "with what is wrong in it" "set-id-lost stale-ostree-label" "$(rules "$work/derived.json" error)"
  podman system reset --force >/dev/null 2>&1 || true
else
  say "ok - # skip podman is not installed"
fi
