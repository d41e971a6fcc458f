#!/bin/bash
# Two composes are compared: what diff says of packages and downloads is what their metadata and layouts say.
# takes: 55 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
mkdir "$work/treefiles"
cp "$root/treefiles/tiny.yaml" "$work/treefiles/"
printf 'include: tiny.yaml\npackages: [hello]\n' >"$work/treefiles/more.yaml"
debootc compose "$work/treefiles/tiny.yaml" --output-dir "$work/out" "${unjudged[@]}"
debootc compose "$work/treefiles/more.yaml" --output-dir "$work/out" "${unjudged[@]}"
old=$(cd "$work/out" && echo tiny-*)
tiny=$work/out/$old/compose/tiny/$arch/oci
more=$work/out/latest/compose/more/$arch/oci

diff() { debootc diff "$@" --output-dir "$work/out"; }
# field JSON EXPRESSION: of the result, as d.
field() { python3 -c 'import json,sys; d=json.loads(open(sys.argv[1]).readlines()[-1])["result"]; print(eval(sys.argv[2]))' "$1" "$2"; }
# layers LAYOUT: digest and size of each layer.
layers() {
  python3 - "$1" <<'P'
import json, sys
document = lambda digest: json.load(open(f"{sys.argv[1]}/blobs/" + digest.replace(":", "/")))
manifest = json.load(open(f"{sys.argv[1]}/index.json"))["manifests"][0]
for layer in document(manifest["digest"])["layers"]: print(layer["digest"], layer["size"])
P
}
packages() { python3 -c 'import json,sys; print("\n".join(p["name"] for v in json.load(open(sys.argv[1]))["variants"].values() for p in v[sys.argv[2]]))' "$1/compose/metadata/packages.json" "$arch"; }

diff "$old" latest --json --files >"$work/json"
assert_equal "the added packages are those of the metadata" \
  "$(comm -13 <(packages "$work/out/$old" | sort) <(packages "$work/out/latest" | sort) | tr '\n' ' ')" \
  "$(field "$work/json" '"".join(p["name"] + " " for c in d["packages"]["changes"] if c["change"] == "added" for p in c["packages"])')"
assert_equal "hello is among them" True "$(field "$work/json" '"hello" in [c["source"] for c in d["packages"]["changes"]]')"

layers "$tiny" | sort -u >"$work/old-layers"
layers "$more" | sort -u >"$work/new-layers"
sum() { awk '{ count++; size += $2 } END { printf "%d layers, %d bytes\n", count, size }'; }
words() { field "$work/json" "'%d layers, %d bytes' % (d['layers']['$1']['count'], d['layers']['$1']['size'])"; }
assert_equal "what is kept is what both layouts have" "$(comm -12 "$work/old-layers" "$work/new-layers" | sum)" "$(words kept)"
assert_equal "what is fetched is what the old layout lacks" "$(comm -13 "$work/old-layers" "$work/new-layers" | sum)" "$(words fetched)"
assert_equal "what is dropped is what the new layout lacks" "$(comm -23 "$work/old-layers" "$work/new-layers" | sum)" "$(words dropped)"

assert_equal "most layers are kept" True "$(field "$work/json" 'd["layers"]["kept"]["count"] > 3 * d["layers"]["fetched"]["count"]')"
assert_equal "the layer of hello is new because hello was added" True \
  "$(field "$work/json" 'any(l["components"] == ["hello"] and l["reason"]["changed"][0]["component"] == "hello" for l in d["layers"]["changes"] if l["state"] == "new")')"

# But for /var, of which an image has the directories and links that a container needs, and a commit nothing.
paths() { field "$work/json" "'\n'.join(sorted(p['path'] for p in d['paths']['changes'] if p['change'] == '$1' and not p['path'].startswith('var/')))"; }
listing() { ostree --repo="$1/ostree" ls -R "$2" | awk '{ print $5 }' | sed -E 's|^/||; s|^usr/etc|etc|; /^$/d' | sort -u; }
commit() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["legs"][0]["commit"]["checksum"])' "$work/out/$1/compose/metadata/compose.json"; }
listing "${tiny%/oci}" "$(commit "$old")" >"$work/old-paths"
listing "${more%/oci}" "$(commit latest)" >"$work/new-paths"
assert_equal "the added paths are those of the commits" "$(comm -13 "$work/old-paths" "$work/new-paths")" "$(paths added)"

diff "$old" latest >"$work/text"
assert_matches "the text names the package" "$work/text" '^ +\+ hello +\+'
diff "$old" latest --markdown >"$work/markdown"
assert_contains "so does the Markdown" "$work/markdown" '| `hello` | added |'

diff latest "$more" >"$work/same"
assert_equal "an image and its compose are identical, in one line" "1 1" "$(grep -vc '^\$ debootc' "$work/same") $(grep -c 'identical' "$work/same")"

skopeo copy --quiet --dest-compress-format gzip "oci:$more:latest" "oci:$work/gzip:gzip"
diff latest "oci:$work/gzip:gzip" --json >"$work/json"
assert_equal "packed otherwise, no path differs" "0 0 0" "$(field "$work/json" '"%(added)d %(removed)d %(changed)d" % d["paths"]')"
assert_equal "and every fetched layer is said to be that" "$(words fetched)" "$(words repacked)"

if command -v umoci >/dev/null; then
  umoci insert --image "$work/gzip:gzip" --tag derived "$root/README.md" /usr/share/added
  umoci insert --image "$work/gzip:derived" --whiteout /usr/bin/hello
  diff "oci:$work/gzip:gzip" "oci:$work/gzip:derived" --json --files >"$work/json"
  assert_equal "a derived image of umoci: a path added, one removed" "usr/share/added usr/bin/hello" "$(paths added) $(paths removed)"
  assert_equal "its base is kept" "$(layers "$more" | wc -l)" "$(field "$work/json" 'd["layers"]["kept"]["count"]')"
fi

assert_status "what is nowhere is wrong use" 2 diff "$old" nothing
layer=$work/gzip/blobs/$(python3 -c 'import json,sys; print(json.loads(open(sys.argv[1]).readlines()[-1])["result"]["layers"]["changes"][0]["digest"].replace(":", "/"))' "$work/json")
printf 'x' | dd of="$layer" bs=1 seek=1000 conv=notrunc status=none
assert_status "a damaged layer is told" 10 diff latest "oci:$work/gzip:gzip"
