#!/bin/bash
# A compose file: its locks; its variants in one run, also after kill -9; its legs apart, and assembled to the same bytes.
# takes: 110 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp "$root/treefiles/tiny.yaml" "$work/tiny.yaml"
cat >"$work/compose.yaml" <<Y
release: {short: legs, name: Legs, version: "13"}
variants:
  plain: {treefile: tiny.yaml, arches: [$arch], metadata: {owner: infra@example.org}}
  more:
    inherits: plain
    name: More
    build: {ref: "test/more", add-files: [{source: more-of-it, destination: /usr/share/more}]}
  doomed:
    inherits: plain
    required: false
    build: {ref: "test/doomed", packages: [no-such-package]}
Y
echo "more of it" >"$work/more-of-it"
id=legs-13-20261130.0
# composed OUTPUT ARGUMENT...: composes the file into an output directory.
composed() { debootc compose "$work/compose.yaml" --compose-id "$id" --output-dir "$work/$1" "${@:2}"; }

# killed_when FILE ARGUMENT...: kills a debootc as soon as a file is there, before it has ended.
killed_when() {
  "$root/bin/debootc" "${@:2}" &
  local killed=$!
  until [ -e "$1" ]; do
    kill -0 "$killed" || fail "debootc $2 ended before it could be killed"
    sleep 0.02
  done
  kill -9 "$killed"
  wait "$killed" || true
}

# Locks are made for all variants or for none.
locked() { (cd "$work" && ls ./*.lock.json 2>/dev/null | xargs); }
assert_not "a variant that cannot be locked is an error" debootc lock "$work/compose.yaml"
assert_equal "then no lockfile is written" "" "$(locked)"
others=(--variant plain --variant more)
assert_status "--lock is for one variant" 2 debootc lock "$work/compose.yaml" "${others[@]}" --lock "$work/one.lock.json"
assert "variants are locked" debootc lock "$work/compose.yaml" "${others[@]}"
assert_equal "each in a file of its own" "./compose.more.lock.json ./compose.plain.lock.json" "$(locked)"
cp "$work/compose.yaml" "$work/as-locked.yaml"
sed -i 's/ref: "test\/more",/& packages: [hello],/' "$work/compose.yaml"
assert_status "a lock that is stale for one variant is refused" 5 composed stale "${others[@]}" 2>"$work/said"
assert_contains "the variant is named" "$work/said" "the lock no longer matches the variant more ($arch)"
assert_contains "and how to lock it alone" "$work/said" "debootc lock $work/compose.yaml --variant more"
mv "$work/as-locked.yaml" "$work/compose.yaml"

assert_status "a leg that may fail leaves the compose incomplete" 4 composed whole
whole=$work/whole/$id
assert_equal "STATUS says so" FINISHED_INCOMPLETE "$(cat "$whole/STATUS")"
assert_not "what is left of it has no checksum" grep doomed/ "$whole/compose/SHA256SUMS"
assert_contains "and the report names it" "$whole/report.html" "doomed/$arch failed"
assert_contains "the report leads to the pages of the others" "$whole/report.html" "reports/more-$arch.html"
assert_contains "which tell what was made" "$whole/reports/more-$arch.html" test/more
assert_matches "the user's own fields are in the record" "$whole/compose/metadata/compose.json" '"metadata":\{"owner":"infra@example.org"\}'
content() { ostree --repo="$whole/compose/$1/$arch/ostree" cat "$2" "$3"; }
assert_equal "a variant is its treefile with what the compose file adds" "more of it" "$(content more test/more /usr/share/more)"
assert_not "and another one is without" content plain "debian/trixie/$arch/tiny" /usr/share/more
assert_status "a leg is named by its compose and variant" 0 \
  debootc diff "$id/plain" "$id/more/$arch" --files --output-dir "$work/whole"
assert_status "a compose of several is not one of them" 2 debootc lint "$id" --output-dir "$work/whole"
assert "a lock takes the ids of its own leg over" debootc lock "$work/compose.yaml" "${others[@]}" --ids "$id" \
  --output-dir "$work/whole"
assert_matches "for later composes" "$work/compose.more.lock.json" '"ids":'
# The one that fails would only be missing again.
sed -i '/^  doomed:/,$d' "$work/compose.yaml"
rm -r "$work/whole"
assert "without it the compose is complete" composed whole

# What a killed run has finished is not made again, and its packages are not chosen again.
resumed=$work/resumed/$id
own=(--output-dir "$work/resumed" --cache-dir "$work/cache-resumed")
killed_when "$resumed/work/records/root@plain_$arch.json" \
  compose "$work/compose.yaml" --compose-id "$id" "${own[@]}" --sequential
assert "a killed compose is gone on with" debootc compose "$work/compose.yaml" --resume latest "${own[@]}"
assert "and comes to what it would have come to" diff -r "$whole/compose" "$resumed/compose"
assert_equal "what was finished is not made again, what was not is" "reused finished" \
  "$(python3 -c 'import json,sys; n={t["node"]: t["outcome"] for t in json.load(open(sys.argv[1]))["nodes"]}
print(n["root@plain/"+sys.argv[2]], n["root@more/"+sys.argv[2]])' "$resumed/logs/timings.json" "$arch")"
assert_status "nothing is left to go on with" 2 debootc compose "$work/compose.yaml" --resume latest "${own[@]}"

# Each in a run of its own, with another cache than the compose that they are to equal.
for variant in plain more; do composed "$variant" --variant "$variant" --cache-dir "$work/cache-resumed"; done
legs=("$work/more/$id" "$work/plain/$id")
assembled=$work/assembled/$id
killed_when "$assembled/STATUS" assemble "${legs[@]}" --output-dir "$work/assembled"
assert_equal "kill -9 in the middle leaves it STARTED" STARTED "$(cat "$assembled/STATUS")"
assert "legs are assembled, after that too" debootc assemble "${legs[@]}" --output-dir "$work/assembled" 2>"$work/said"
assert_contains "which is told" "$work/said" "$id was left STARTED by an earlier run"
assert_equal "nothing of the killed run is left" "" "$(find "$work/assembled" -mindepth 1 -maxdepth 1 -name ".*")"
assert "equal to the compose of one run, byte for byte" diff -r "$whole/compose" "$work/assembled/$id/compose"
assert_equal "which has the SBOMs of each leg" 4 "$(find "$work/assembled/$id/compose" -name "sbom.*.json" | wc -l)"
assert "and right checksums" env -C "$work/assembled/$id/compose" sha256sum --check --quiet --strict SHA256SUMS
assert_equal "and finished" FINISHED "$(cat "$work/assembled/latest/STATUS")"
assert_contains "its report leads to the pages of the legs" "$work/assembled/latest/report.html" "reports/plain-$arch.html"
assert "which came with them" test -s "$work/assembled/latest/reports/plain-$arch.html"

assert_not "a finished compose is not begun anew" debootc assemble "${legs[@]}" --output-dir "$work/assembled" 2>"$work/said"
assert_contains "which is told as well" "$work/said" "it is FINISHED"

# refused WORDS STATUS LEG...: these legs are refused with such a message, and nothing is made of them.
refused() {
  assert_status "$1" "$3" debootc assemble "${@:4}" --output-dir "$work/none" 2>"$work/said"
  assert_matches "$1 is told by its name" "$work/said" "$2"
  assert_not "$1 leads to no compose" test -e "$work/none/latest"
}
refused "a missing leg" "missing: more/$arch" 2 "$work/plain/$id"
refused "a doubled leg" "plain/$arch is in several" 2 "${legs[@]}" "$work/plain/$id"
sed -i 's/name: Legs/name: Others/' "$work/compose.yaml"
composed other --variant more
refused "a leg of another compose file" "different compose files" 2 "$work/plain/$id" "$work/other/$id"
blob=$(find "$work/more/$id/compose/more/$arch/oci/blobs" -type f -size +100k -print -quit)
printf x | dd of="$blob" bs=1 seek=1000 conv=notrunc status=none
refused "a damaged leg" "the leg more/$arch is not what its record says" 8 "${legs[@]}"
