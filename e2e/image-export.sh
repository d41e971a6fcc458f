#!/bin/bash
# Images of what other tools made: a root that was taken out of a commit, its archive, and a commit of it by ostree alone say and
# hold the same; the linter finds in them what it finds in the image of the compose; dpkg works in one.
# takes: 50 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "a tree keeps its owners"

minimal_compose
arch=$(dpkg --print-architecture)
ref=debian/trixie/$arch/minimal
base=$minimal/compose/minimal/$arch
export_image() { debootc export image "$@" --cache-dir "$work/cache"; }
config() { skopeo inspect --config "oci:$1:latest"; }
diff_ids() { config "$1" | python3 -c 'import json,sys; print(*json.load(sys.stdin)["rootfs"]["diff_ids"])'; }
findings() {
  debootc lint "$1" --json | tail -n 1 |
    python3 -c 'import json,sys; print(*sorted(f["rule"] + " " + f.get("path", "") for f in json.load(sys.stdin)["result"]["findings"]), sep="\n")'
}

# ostree alone: a root taken out, and committed to another repository with owners and attributes.
ostree --repo="$base/ostree" checkout --force-copy "$ref" "$work/root"
ostree --repo="$work/other" init --mode=archive
ostree --repo="$work/other" commit --branch=other/tree --bootable --timestamp=2026-01-02T03:04:05Z \
  --add-metadata-string=version=7.5 --tree="dir=$work/root" >/dev/null
mv "$work/root/usr/etc" "$work/root/etc"
mkdir -p "$work/root/var/lib"
ln -s ../../usr/lib/sysimage/dpkg "$work/root/var/lib/dpkg"
tar --create --zstd --xattrs --numeric-owner --file "$work/root.tar.zst" --directory "$work/root" .

assert "an image is made of a commit of debootc" export_image "$base/ostree" "$work/ours" --ref "$ref"
assert "and of one that ostree made" export_image "$work/other" "$work/theirs"
assert "and of a root" export_image "$work/root" "$work/of-root" --timestamp 1970-01-01T00:00:00Z
assert "and of its archive" export_image "$work/root.tar.zst" "$work/of-archive" --timestamp 1970-01-01T00:00:00Z
for image in theirs of-root of-archive; do
  assert_equal "the layers of $image are those of our commit's image" "$(diff_ids "$work/ours")" "$(diff_ids "$work/$image")"
done
[ "$(diff_ids "$work/ours" | wc -w)" -gt 50 ] || fail "the layers do not follow the packages"
config "$work/theirs" >"$work/config"
assert_contains "the image is one for bootc" "$work/config" '"containers.bootc": "1"'
assert_contains "with the version of the commit" "$work/config" '"org.opencontainers.image.version": "7.5"'
assert_contains "and its time" "$work/config" '"created": "2026-01-02T03:04:05Z"'
assert_equal "the linter finds what it finds in the image of the compose" \
  "$(findings "oci:$base/oci:latest")" "$(findings "oci:$work/theirs:latest")"

assert "the image of the compose is exported as it is" debootc export image "$minimal" "$work/copy.tar" --format oci-archive
assert_equal "with its digest" "$(skopeo inspect --format '{{.Digest}}' "oci:$base/oci:latest")" \
  "$(skopeo inspect --format '{{.Digest}}' "oci-archive:$work/copy.tar:latest")"
assert_status "an image is never replaced" 70 export_image "$work/other" "$work/theirs"

# What a container engine does with the layers.
mkdir "$work/unpacked"
for digest in $(skopeo inspect --raw "oci:$work/theirs:latest" |
  python3 -c 'import json,sys; print(*(layer["digest"] for layer in json.load(sys.stdin)["layers"]))'); do
  zstd --quiet --decompress --stdout "$work/theirs/blobs/${digest/://}" |
    tar --extract --numeric-owner --xattrs --xattrs-include='*' --directory "$work/unpacked"
done
assert_equal "dpkg finds its packages in it" "$(grep -c '^Package:' "$work/root/usr/lib/sysimage/dpkg/status")" \
  "$(chroot "$work/unpacked" dpkg-query --show | wc -l)"
assert "and nothing to complain of" chroot "$work/unpacked" dpkg --audit
assert_no_leaks "nothing of the exports is left"
