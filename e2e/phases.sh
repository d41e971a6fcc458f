#!/bin/bash
# Parts of composes: phases and steps apart, what is left out for good, and the steps of the plugin of docs/compose-plugins.md.
# takes: 90 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp "$root/treefiles/tiny.yaml" "$work/tiny.yaml"
cat >"$work/compose.yaml" <<Y
release: {short: parts, name: Parts, version: "13"}
variants:
  plain: {treefile: tiny.yaml, arches: [$arch], ostree: {ref: "parts/\${variant}"}}
  more: {inherits: plain, output: {image-compression: gzip}}
phases: {skip: overview, only: {sbom: {variants: plain}, catalogue: {variants: m*}}}
plugins: [plugins/catalogue.ts]
Y
mkdir "$work/plugins"
sed -n '/^```ts$/,/^```$/p' "$root/docs/compose-plugins.md" | sed '1d;$d' >"$work/plugins/catalogue.ts"

# Steps of its own; what other scenarios have fetched is not fetched again.
downloads=${XDG_CACHE_HOME:-$HOME/.cache}/debootc
mkdir -p "$work/cache" "$downloads/debs" "$downloads/indexes"
ln -s "$downloads/debs" "$downloads/indexes" "$work/cache"
id=parts-13-20261130.0
composed() { debootc compose "$work/compose.yaml" --cache-dir "$work/cache" --output-dir "$work/$1" "${@:2}"; }
status() { cat "$work/$1/$id/STATUS"; }
# outcome OUTPUT STEP: how a step of a compose went, and why if it was left out.
outcome() {
  python3 -c 'import json,sys
print(*(f"{n['"'outcome'"']} {n.get('"'reason'"', '"''"')}".strip() for n in json.load(open(sys.argv[1]))["nodes"] if n["node"] == sys.argv[2]))' \
    "$work/$1/$id/logs/timings.json" "$2"
}

assert_status "a phase that there is not is a mistake of usage" 2 composed none --phase gathr 2>"$work/said"
assert_contains "which says what is allowed" "$work/said" "Did you mean gather?"
assert_status "publishing alone lacks what it publishes" 2 composed none --phase cleanup 2>"$work/said"
assert_contains "which names the phase that is missing" "$work/said" "publish needs leg of the phase output"
assert_not "of such a request nothing is made" test -e "$work/none"

assert "gather alone ends well" composed out --compose-id "$id" --phase gather
assert_equal "and is stopped, not finished" TERMINATED "$(status out)"
assert "with the lock of each leg" test -s "$work/out/$id/compose/more/$arch/lock.json"
assert_equal "what is left out says why, once for all legs" "skipped left out by --phase gather" "$(outcome out root)"
assert_not "latest does not move" test -e "$work/out/latest"
assert_status "a commit lacks the root" 2 composed out --resume latest --phase ostree 2>"$work/said"
assert_contains "which names its phase" "$work/said" "the result of root is not in the cache, and the phase build is left out"
assert "gather and build leave a root in the cache" composed out --resume latest --phase gather,build --json >"$work/result"
assert_equal "the events say what is left out, each kind once" 1 "$(grep '"state":"skipped"' "$work/result" | grep -c '"node":"commit"[,}]')"
assert "from where the rest goes on" composed out --resume latest --phase ostree,output
assert_equal "without being published" TERMINATED "$(status out)"
assert_equal "no ref is set" "" "$(ostree --repo="$work/out/$id/compose/plain/$arch/ostree" refs)"
assert_status "no other command takes it" 2 debootc lint "$id/plain" --output-dir "$work/out"
assert_status "nor does assemble" 2 debootc assemble "$work/out/$id" --output-dir "$work/none" 2>"$work/said"
assert_contains "which names the legs" "$work/said" "is TERMINATED, not finished: it begins more/$arch, plain/$arch"
assert "until it is finished" composed out --resume latest
assert_equal "and published" "FINISHED parts/more" "$(status out) $(ostree --repo="$work/out/latest/compose/more/$arch/ostree" refs)"
assert_equal "with a root that was there" reused "$(outcome out "root@more/$arch")"

legs=$work/out/latest/compose
assert_equal "what the file leaves out is not there" "plain/$arch/sbom.cdx.json" "$(cd "$legs" && ls -d ./*/*/sbom.cdx.json | cut -c 3-)"
assert_equal "and says so" "skipped left out by phases.only.sbom" "$(outcome out "sbom@more/$arch")"
assert_not "the page of the whole compose is left out" test -e "$work/out/latest/report.html"
assert_matches "compressed as the variant has it" "$legs/metadata/compose.json" '"compression":"gzip"'
catalogue=more/$arch/plugins/catalogue/catalogue.txt
assert_contains "the plugin has written its file" "$legs/$catalogue" "largest: usr/"
assert_contains "which has a checksum" "$legs/SHA256SUMS" "$catalogue"
assert "like all others" env -C "$legs" sha256sum --check --quiet --strict SHA256SUMS
assert_not "and only in the legs that meet the condition" test -e "$legs/plain/$arch/plugins"

# Legs apart, with files of plugins, are those of one run; more than their records name is refused.
for variant in plain more; do composed "$variant" --variant "$variant" --compose-id "$id"; done
assert "legs with files of plugins are assembled" debootc assemble "$work/more/$id" "$work/plain/$id" --output-dir "$work/assembled"
assert "to the same bytes" diff -r "$legs" "$work/assembled/$id/compose"
echo x >"$work/more/$id/compose/more/$arch/plugins/catalogue/stranger"
assert_status "a file that no record names is refused" 8 debootc assemble "$work/more/$id" "$work/plain/$id" --output-dir "$work/none" 2>"$work/said"
assert_contains "by its name" "$work/said" "plugins/catalogue/stranger"

one() { debootc compose "$work/tiny.yaml" --cache-dir "$work/cache" --output-dir "$work/one" --compose-id "$id" "$@"; }
assert "without a step that may fail a compose is published" one --skip lint,report
assert_equal "as ever" FINISHED "$(cat "$work/one/latest/STATUS")"
rm -r "$work/one"
assert "without SBOMs, once, it is not" one --skip sbom
assert_equal "but stopped" "TERMINATED skipped left out, because sbom is" "$(status one) $(outcome one publish)"

sed 's/await writeFile.*/throw new Error("no luck");/' "$work/plugins/catalogue.ts" >"$work/failing.ts"
assert_status "a required step of a plugin that fails ends the compose" 1 one --plugin "$work/failing.ts" 2>"$work/said"
assert_contains "by the name of the plugin" "$work/said" "the plugin catalogue failed at catalogue: no luck"
assert_equal "which is doomed" DOOMED "$(status one)"
sed -i 's/required: true/required: false/' "$work/failing.ts"
assert_status "one that may fail leaves it incomplete" 4 one --plugin "$work/failing.ts"
assert_matches "and is named" "$work/one/latest/compose/metadata/compose.json" '"failed":\["catalogue"\]'
sed -i 's/phase: "build"/phase: "party"/' "$work/failing.ts"
rm -r "$work/one"
assert_status "a plugin with an unknown phase is refused" 3 one --plugin "$work/failing.ts" 2>"$work/said"
assert_contains "with those that there are" "$work/said" '"gather"|"build"'
assert_not "before anything is made" test -e "$work/one"
