#!/bin/bash
# A real compose of minimal: what stands in the compose directory, and what is said about it.
# takes: 70 s
# needs: archive
# gives: minimal
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

minimal_compose
compose=$minimal
arch=$(dpkg --print-architecture)
base=$compose/compose/minimal/$arch
json() { python3 -c 'import json,sys; v=json.load(open(sys.argv[1]))
for key in sys.argv[2:]: v=v[int(key)] if isinstance(v,list) else v[key]
print(v)' "$@"; }

assert_equal "the compose is FINISHED" FINISHED "$(cat "$compose/STATUS")"
assert_equal "COMPOSE_ID names the directory" "$(basename "$(readlink -f "$compose")")" "$(cat "$compose/COMPOSE_ID")"
assert_equal "work is gone when the compose has ended" "" "$(ls "$compose/work" 2>/dev/null)"

ref=debian/trixie/$arch/minimal
checksum=$(ostree --repo="$base/ostree" rev-parse "$ref")
assert "the repository is sound" ostree --repo="$base/ostree" fsck --quiet
assert_equal "the record names the commit" "$checksum" "$(json "$compose/compose/metadata/compose.json" legs 0 commit checksum)"
ostree --repo="$work/client" init --mode=archive
assert "a client can pull the ref" ostree --repo="$work/client" pull-local "$base/ostree" "$ref"
ostree --repo="$base/ostree" summary --view >"$work/summary"
assert_contains "the summary is fresh" "$work/summary" "$checksum"
ostree --repo="$base/ostree" show --print-metadata-key=ostree.bootable "$ref" >"$work/bootable"
assert_contains "the commit is marked bootable" "$work/bootable" true
ostree --repo="$base/ostree" show --print-metadata-key=version "$ref" >"$work/version"
assert_matches "the version counts under the treefile's prefix" "$work/version" "'13\.[0-9]+'"
for key in debootc.lock debootc.inputs debootc.kernel; do
  assert "the commit carries $key" ostree --repo="$base/ostree" show --print-metadata-key=$key "$ref"
done

tree() { ostree --repo="$base/ostree" "$@"; }
kernel=$(json "$compose/compose/metadata/compose.json" legs 0 kernel)
tree ls -C "$ref" "/usr/lib/modules/$kernel" >"$work/modules"
assert_matches "the kernel stands beside its modules" "$work/modules" '/vmlinuz$'
assert_matches "the initramfs stands beside the kernel" "$work/modules" '/initramfs.img$'
assert_equal "/boot is empty" 1 "$(tree ls -R "$ref" /boot | wc -l)"
assert_equal "/var is empty" 1 "$(tree ls -R "$ref" /var | wc -l)"
assert_equal "a first boot enables no unit that the image leaves disabled" "disable *" "$(tree cat "$ref" /usr/lib/systemd/system-preset/99-debootc.preset)"
assert_equal "machine-id says uninitialized" uninitialized "$(tree cat "$ref" /usr/etc/machine-id)"
tree ls "$ref" / >"$work/toplevel"
assert_matches "/ostree leads to the sysroot" "$work/toplevel" '/ostree -> sysroot/ostree$'
tree ls -R "$ref" /usr/etc >"$work/etc"
assert_not "no host key is shipped" grep -q ssh_host "$work/etc"
assert_not "no host name is shipped" grep -q '/usr/etc/hostname$' "$work/etc"
tree ls "$ref" /usr/bin/su >"$work/su"
assert_matches "SUID bits survive" "$work/su" '^-04755 '

packages=$(json "$compose/compose/metadata/compose.json" legs 0 packageCount)
listed=$(python3 -c 'import json,sys; print(len(json.load(open(sys.argv[1]))["architectures"][sys.argv[2]]["packages"]))' "$base/lock.json" "$arch")
assert_equal "the lock of the compose lists every package" "$packages" "$listed"
tree cat "$ref" /usr/lib/sysimage/dpkg/status | grep -c '^Status: install ok installed' >"$work/count"
assert_equal "dpkg's database lists every package" "$packages" "$(cat "$work/count")"
assert_equal "images.json is productmd's" productmd.images "$(json "$compose/compose/metadata/images.json" header type)"
assert_equal "composeinfo.json is productmd's" productmd.composeinfo "$(json "$compose/compose/metadata/composeinfo.json" header type)"

spdx=$base/sbom.spdx.json
python3 - "$base" "$arch" >"$work/described" <<'P'
import json, sys
read = lambda name: json.load(open(f"{sys.argv[1]}/{name}"))
spdx, cyclonedx = read("sbom.spdx.json"), read("sbom.cdx.json")
binary = [p for p in spdx["packages"] if p["SPDXID"].startswith("SPDXRef-Package-")]
variants = read("packages.json")["variants"]
sums = lambda packages: sorted((p["name"], p["version"], p["sha256"]) for p in packages)
listed = sums(p for v in variants.values() for p in v[sys.argv[2]])
print(len(listed),
      listed == sums({"name": p["name"], "version": p["versionInfo"], "sha256": "sha256:" + p["checksums"][0]["checksumValue"]} for p in binary),
      listed == sums({**c, "sha256": "sha256:" + c["hashes"][0]["content"]} for c in cyclonedx["components"]),
      sum(p["licenseDeclared"] != "NOASSERTION" for p in binary) * 2 > len(binary))
P
assert_equal "both SBOMs have the packages of packages.json, most with a licence" "$packages True True True" "$(cat "$work/described")"
manifest=$(json "$base/oci/index.json" manifests 0 digest)
python3 - "$base" "$manifest" >"$work/attached" <<'P'
import json, sys
base, image = sys.argv[1:]
blob = lambda digest: open(f"{base}/oci/blobs/" + digest.replace(":", "/"), "rb").read()
for one in json.load(open(f"{base}/oci/index.json"))["manifests"][1:]:
    manifest = json.loads(blob(one["digest"]))
    (content,) = manifest["layers"]
    name = content["annotations"]["org.opencontainers.image.title"]
    print(one["artifactType"], name, manifest["subject"]["digest"] == image, blob(content["digest"]) == open(f"{base}/{name}", "rb").read())
P
assert_equal "they are attached to the image" \
  "application/spdx+json sbom.spdx.json True True application/vnd.cyclonedx+json sbom.cdx.json True True" "$(xargs <"$work/attached")"
assert_equal "whose tag still means the image alone" "$manifest" \
  "$(skopeo inspect "oci:$base/oci:latest" | python3 -c 'import json,sys; print(json.load(sys.stdin)["Digest"])')"
assert_contains "and which they name" "$spdx" "${manifest#sha256:}"

assert "the checksums of the compose are right" env -C "$compose/compose" sha256sum --check --quiet --strict SHA256SUMS
(cd "$compose/compose" && find . -type f ! -path './*/ostree/*' ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort) >"$work/files"
assert_equal "they are of all files beside the repository, sorted" "$(cat "$work/files")" "$(cut -c 67- "$compose/compose/SHA256SUMS")"

debootc compose "$root/treefiles/minimal.yaml" --lock "$minimal_lock" --output-dir "$shared/out" >"$work/again"
assert_matches "a second compose reuses the root" "$work/again" 'Build the root.*reused|reused.*Build the root'
assert_equal "and keeps version and commit" "$checksum" "$(ostree --repo="$shared/out/latest/compose/minimal/$arch/ostree" rev-parse "$ref")"
assert "and the SBOMs" diff "$spdx" "$shared/out/latest/compose/minimal/$arch/sbom.spdx.json"
