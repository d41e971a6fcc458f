#!/bin/bash
# A compose file: its variants in one run, its legs on machines of their own and assembled, equal byte for byte.
# takes: 120 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp "$root/treefiles/tiny.yaml" "$work/tiny.yaml"
cat >"$work/compose.yaml" <<Y
release: {short: legs, name: Legs, version: "13"}
variants:
  plain: {treefile: tiny.yaml, arches: [$arch], metadata: {owner: infra@example.org}}
  more: {inherits: plain, name: More, build: {ref: "test/more", add-files: [{source: motd, path: /etc/motd}]}}
Y
echo "more of it" >"$work/motd"
debootc compose "$work/compose.yaml" --output-dir "$work/whole" >"$work/said"
id=$(basename "$(readlink -f "$work/whole/latest")")
whole=$work/whole/$id
assert_equal "the release gives the ID its name" legs-13- "${id:0:8}"
assert_matches "the last screen names each leg" "$work/said" "more/$arch +13"
assert_equal "each variant has its own commit" 2 \
  "$(for each in plain more; do cat "$whole/compose/$each/$arch/ostree/refs/heads/"*/*; done 2>/dev/null | sort -u | wc -l)"
assert "the report leads to the pages of both" grep -q "reports/more-$arch.html" "$whole/report.html"
assert "which are there" test -s "$whole/reports/plain-$arch.html"
assert_matches "own fields are in the record" "$whole/compose/metadata/compose.json" '"metadata":\{"owner":"infra@example.org"\}'
assert "a leg is linted by its name" debootc lint "latest/more" --output-dir "$work/whole" --skip bootable-kernel
