#!/bin/bash
# Each compose has a report: what it says of packages, layers and changes is what its metadata say.
# takes: 20 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

mkdir "$work/treefiles"
cp "$root/treefiles/tiny.yaml" "$work/treefiles/"
debootc compose "$work/treefiles/tiny.yaml" --output-dir "$work/out"
first=$(basename "$(readlink -f "$work/out/latest")")
assert_contains "the first of its kind says so" "$work/out/latest/report.html" "first compose of its kind"
grep -oE '\b(src|href)="[^"]*"' "$work/out/latest/report.html" | sed 's/^[a-z]*="//; s/"$//; /^data:,$/d' >"$work/addresses"
while read -r address; do assert "the address $address is a file" test -f "$work/out/latest/$address"; done <"$work/addresses"
assert_equal "they are those of the SBOMs and of the checksums" 3 "$(wc -l <"$work/addresses")"

echo 'packages: [hello]' >>"$work/treefiles/tiny.yaml"
debootc compose "$work/treefiles/tiny.yaml" --output-dir "$work/out" --json | tail -n 1 >"$work/result"
assert_equal "the compose is whole" FINISHED "$(cat "$work/out/latest/STATUS")"
report=$work/out/latest/report.html
assert_equal "the result names it" "$(readlink -f "$report")" "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["result"]["files"]["report"])' "$work/result")"
assert_contains "the next one says since when" "$report" "Changes since $first"
assert_matches "and what was added" "$report" '>hello<small>hello</small></td><td class="word good">added<'
debootc diff "$first" latest --output-dir "$work/out" --json | tail -n 1 >"$work/diff"
layers=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["result"]["layers"]["fetched"]["count"])' "$work/diff")
assert_matches "an update downloads as many layers as diff says" "$report" ", $layers layers?<"
python3 - "$work/out/latest/compose/metadata" "$work"/out/latest/compose/*/*/lint.json >"$work/expected" <<'P'
import json, sys
read = lambda name: json.load(open(f"{sys.argv[1]}/{name}"))
packages = [p for v in read("packages.json")["variants"].values() for a in v.values() for p in a]
print(len(packages), all(p["installedSize"] > 0 for p in packages), json.load(open(sys.argv[2]))["errors"])
P
read -r packages sized errors <"$work/expected"
assert_equal "every package has its size" True "$sized"
assert_contains "all packages are listed" "$report" "$packages packages, largest first"
assert_contains "the linter's judgement is told" "$report" "$errors errors and "
