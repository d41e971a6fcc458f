#!/bin/bash
# The layers of an image: together they are the commit's tree, and a changed package changes few of them.
# takes: 90 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "unpacking a root needs its owners"

minimal_compose
arch=$(dpkg --print-architecture)
base=$minimal/compose/minimal/$arch

# Words of an image: `layers LAYOUT` lists blob, diffID and components of each layer, lowest first.
layers() {
  python3 - "$1" <<'P'
import json, sys
layout = sys.argv[1]
def blob(digest): return json.load(open(f"{layout}/blobs/{digest.replace(':', '/')}"))
manifest = blob(json.load(open(f"{layout}/index.json"))["manifests"][0]["digest"])
diff_ids = blob(manifest["config"]["digest"])["rootfs"]["diff_ids"]
for layer, diff_id in zip(manifest["layers"], diff_ids):
    print(layer["digest"].replace(":", "/"), diff_id, layer["annotations"]["ostree.components"])
P
}

# Every name of a tree with all about it but its time.
names() {
  python3 - "$1" <<'P'
import hashlib, os, stat, sys
kinds = {stat.S_IFREG: "f", stat.S_IFDIR: "d", stat.S_IFLNK: "l"}
lines = []
def tell(path):
    entry = os.lstat(path)
    kind, content = kinds.get(stat.S_IFMT(entry.st_mode), "?"), ""
    if kind == "f": content = hashlib.sha256(open(path, "rb").read()).hexdigest()
    elif kind == "l": content = os.readlink(path)
    lines.append("\t".join([path, kind, oct(stat.S_IMODE(entry.st_mode)), f"{entry.st_uid}:{entry.st_gid}", content]))
os.chdir(sys.argv[1])
tell(".")
for directory, directories, files in os.walk("."):
    if directory == "." and "var" in directories: directories.remove("var")
    for name in directories + files: tell(os.path.join(directory, name))
print("\n".join(sorted(lines)))
P
}
attributes() {
  python3 - "$1" <<'P'
import os, sys
for directory, directories, files in os.walk(sys.argv[1]):
    # A commit has an empty /var, an image the directories that a container needs.
    if directory == sys.argv[1] and "var" in directories: directories.remove("var")
    for path in (os.path.join(directory, name) for name in directories + files):
        for name in os.listxattr(path, follow_symlinks=False):
            print(os.path.relpath(path, sys.argv[1]), name, os.getxattr(path, name, follow_symlinks=False).hex())
P
}
hardlinks() { (cd "$1" && find . -path ./var -prune -o -type f -links +1 -printf '%i %P\n' | sort -k1,1 -k2 | awk '$1 != i { if (i) print ""; i = $1 } { printf "%s ", $2 }' | sort); }

mkdir "$work/unpacked" "$work/commit" "$work/tars"
ostree --repo="$base/ostree" checkout "debian/trixie/$arch/minimal" "$work/commit/tree"
mv "$work/commit/tree/usr/etc" "$work/commit/tree/etc"
count=0
while read -r blob _ _; do
  zstd --quiet --decompress --stdout "$base/oci/blobs/$blob" >"$work/tars/$count.tar"
  LC_ALL=C tar --extract --file="$work/tars/$count.tar" --directory="$work/unpacked" \
    --same-owner --preserve-permissions --xattrs --xattrs-include='*' --delay-directory-restore
  count=$((count + 1))
done < <(layers "$base/oci")
assert "an image of minimal has many layers, at most 96" test "$count" -gt 60 -a "$count" -le 96

# As bootc imports images: each layer by itself, in whatever locale, by this machine's ostree and by that of the image.
# imported DIRECTORY COMMAND...: the layers in DIRECTORY/tars are imported by this ostree.
imported() {
  local where=$1 index
  shift
  "$@" --repo="$where/repo" init --mode=bare || return 1
  "$@" --repo="$where/repo" config set core.fsync false || return 1
  for index in $chosen; do
    "$@" --repo="$where/repo" commit --branch="layer/$index" --tar-autocreate-parents --tree=tar="$where/tars/$index.tar" || return 1
  done
}
# By default those that have names which the locale cannot show: GNU tar lists their bytes in digits.
chosen=$(seq 0 $((count - 1)) | while read -r index; do
  [ -z "${DEBOOTC_TEST_FULL:-}" ] && ! LC_ALL=C tar --list --file="$work/tars/$index.tar" | grep '\\[23]' >/dev/null || echo "$index"
done)
assert "some layers have names that are not ASCII" test -n "$chosen"
imported_within() { imported /run/import env LC_ALL=C chroot "$1" ostree; }
assert "this machine's ostree imports layers in the C locale" imported "$work" env LC_ALL=C ostree

names "$work/commit/tree" >"$work/commit.names"
names "$work/unpacked" >"$work/unpacked.names"
assert "the tree is not empty" test "$(wc -l <"$work/unpacked.names")" -gt 5000
assert "all layers unpacked are the commit's tree: path, type, mode, owner, content" diff "$work/commit.names" "$work/unpacked.names"
attributes "$work/commit/tree" | sort >"$work/commit.attributes"
attributes "$work/unpacked" | sort >"$work/unpacked.attributes"
assert "and its extended attributes" diff "$work/commit.attributes" "$work/unpacked.attributes"
hardlinks "$work/unpacked" >"$work/unpacked.hardlinks"
# What packages ship as hardlinks: perl and its versioned name, and uncompress in gzip.
assert_matches "hardlinks are whole" "$work/unpacked.hardlinks" 'usr/bin/perl usr/bin/perl5'
while read -r blob _ _; do zstd --quiet --decompress --stdout "$base/oci/blobs/$blob" | tar --list --file=- | grep -v '/$'; done \
  < <(layers "$base/oci") | sort | uniq --repeated >"$work/repeated"
assert_equal "no file is in two layers" "" "$(cat "$work/repeated")"

# It makes files without a name, which get one by way of /proc.
mount --bind /proc "$work/commit/tree/proc"
at_end unmount_proc
unmount_proc() { umount "$work/commit/tree/proc"; }
mkdir "$work/commit/tree/run/import"
mv "$work/tars" "$work/commit/tree/run/import"
assert "and so does the ostree of the image" imported_within "$work/commit/tree"

# An archive with a leaf package, whose next version changes nothing else.
. "$root/e2e/lib/vendor.sh"
vendor_package leaf 1.0
vendor_publish
vendor_serve
cp "$root/treefiles/tiny.yaml" "$work/tiny.yaml"
cat >"$work/leafy.yaml" <<Y
include: tiny.yaml
ref: test/leafy
sources:
  - {id: vendor, uris: 'http://127.0.0.1:$vendor_port', suites: ./, signed-by: keys/vendor.asc}
packages: [leaf]
container: {max-layers: 20}
Y
leafy() { layers "$work/out/latest/compose/leafy/$arch/oci" | cut -d' ' -f2- >"$work/$1"; }
debootc compose "$work/leafy.yaml" --output-dir "$work/out"
leafy first
vendor_package leaf 1.1
vendor_publish
debootc compose "$work/leafy.yaml" --output-dir "$work/out" --json >"$work/events"
leafy second
comm -13 <(sort "$work/first") <(sort "$work/second") | cut -d' ' -f2 >"$work/changed"
assert "the image has as many layers as it may" test "$(wc -l <"$work/second")" -gt 10 -a "$(wc -l <"$work/second")" -le 20
assert_equal "the plan is the previous image's" "$(cut -d' ' -f2 "$work/first")" "$(cut -d' ' -f2 "$work/second")"
assert_equal "a changed leaf package changes its own layer, dpkg's and those of what is generated" "" \
  "$(tr ',' ' ' <"$work/changed" | awk '!/(^| )(leaf|generated\/)/')"
assert_matches "its own layer is among them" "$work/changed" '(^|,)leaf(,|$)'
assert_matches "dpkg's layer is among them" "$work/changed" 'generated/dpkg'
plan=$work/out/latest/compose/leafy/$arch/plan.json
assert_equal "the previous layers are an input of the plan" "$(cut -d' ' -f2 "$work/first")" \
  "$(python3 -c 'import json,sys; print("\n".join(",".join(l) for l in json.load(open(sys.argv[1]))["previousLayers"]))' "$plan")"
debootc compose "$work/leafy.yaml" --output-dir "$work/out-afresh" --previous-image none
assert_equal "planned afresh, the same packages have the same layers" "$(cut -d' ' -f1 "$work/second")" \
  "$(layers "$work/out-afresh/latest/compose/leafy/$arch/oci" | cut -d' ' -f2)"
debootc compose "$work/leafy.yaml" --output-dir "$work/out-nowhere" --previous-image "$work/nothing" >"$work/refused" 2>&1 && status=0 || status=$?
assert_equal "a previous image that is not there is refused as usage" 2 "$status"
assert_not "before anything is made" test -e "$work/out-nowhere"
