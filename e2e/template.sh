#!/bin/bash
# templates as a user has them, in repositories of their own. The workflow of templates/image composes all variants under act,
# from locks that actions/lock updates first, since no archive keeps versions for ever; that of templates/fleet does tasks as
# the hub dispatches them.
# takes: 70 s, 400 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/act.sh"
needs_root "composing builds root file systems"
needs_act


cp -r "$root/templates/image" "$work/mine"
git -C "$work/mine" init --quiet
cat >"$work/mine/.github/workflows/lock.yml" <<'Y'
on: push
jobs:
  lock:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: |
          # As if one package had been older when it was locked.
          python3 - <<'P'
          import json, re
          path = "compose.system.lock.json"
          text = open(path).read()
          name = '"name":"less"'
          line = next(l for l in text.split("\n") if name in l)
          open(path, "w").write(text.replace(line, re.sub(r'"version":"[^"]+"', '"version":"1-1"', line)))
          P
      - {id: lock, uses: debootc/compose/actions/lock@v1, with: {file: compose.yaml, update: "true"}}
      - env: {CHANGED: "${{ steps.lock.outputs.changed }}", FILES: "${{ steps.lock.outputs.files }}", TEXT: "${{ steps.lock.outputs.text }}"}
        run: |
          echo "changed: $CHANGED; files: $FILES"
          cat "$TEXT"
          cp "$FILES" "$OUT"
Y
assert "its locks are updated" act lock --repository "$work/mine" --env "OUT=$work/lock.json"
assert_contains "the lock is named as git has it" "$work/said" "changed: true; files: compose.system.lock.json"
assert_matches "the text for a pull request has the package" "$work/said" '\| `less` \| upgraded \| `1-1` \|'

cp -r "$root/templates/fleet" "$work/fleet"
git -C "$work/fleet" init --quiet
# dispatch TASK: runs the workflow for one task, an item of the hub's matrix.
dispatch() {
  act debootc --repository "$work/fleet" --input dispatch=1-a --input run=1 --input sha=main --input "finished=${2:-[]}" \
    --input "tasks=[{\"runsOn\":[\"ubuntu-24.04\"],\"label\":\"debootc-t-1-1-a\",\"composeId\":\"mine-13-20261130.d.0\",\"timestamp\":0,\"arch\":\"amd64\",\"needs\":[],$1}]"
}
assert "the workflow of a fleet composes a leg" dispatch '"kind":"leg","task":"base/amd64","variant":"base","artifact":"leg-base-amd64"'
assert_contains "which is the artifact that the hub names" "$work/said" "Artifact leg-base-amd64 successfully finalized"
assert_not "a leg whose packages are missing fails" dispatch '"kind":"leg","task":"base/amd64","variant":"base","artifact":"leg-base-amd64","needs":["packages/mine-words/amd64"]'
assert_matches "in words that the hub reads" "$work/said" '::error title=debootc%3A results-unfit \(configuration\)::no finished task of the kind package is called packages/mine-words/amd64'
assert_not "a task of a kind that it has no step for fails" dispatch '"kind":"release","task":"release"'
assert_contains "and says so" "$work/said" "this workflow has no step for tasks of the kind release"

cp "$work/lock.json" "$work/mine/compose.system.lock.json"
rm "$work/mine/.github/workflows/lock.yml"
only_in_full_run "composing all of it"
assert "its workflow composes" act image --repository "$work/mine"
assert_matches "what it made is an artifact" "$work/said" 'Artifact mine-13-[0-9.]+ successfully finalized'
assert_matches "which the summary says is ready" "$work/said" '### `mine-13-[0-9.]+` is ready'
assert_contains "and is Debian 13" "$work/said" '| Debian | `trixie, amd64` |'

task='"kind":"package","task":"packages/mine-words/amd64","source":"./packages/mine-words","artifact":"package-packages-mine-words-amd64"'
assert "the workflow of a fleet builds a package" dispatch "$task"
assert_contains "and hands it on" "$work/said" "Artifact package-packages-mine-words-amd64 successfully finalized"
cd "$work/fleet" || exit 1
assert "its packages are built as a chain" "$root/bin/debootc" mock-build ./packages/mine-hello ./packages/mine-words
sed -i 's/^  # - mine-hello/  - mine-hello/' tools.yaml
assert "and an image takes them" "$root/bin/debootc" compose compose.yaml --variant tools --extra-package out/packages/mine-hello_1.0_amd64
assert_contains "as its lock says" out/latest/compose/tools/amd64/lock.json '"sourceId":"extra-packages"'
assert_not "without them, that lock is stale" "$root/bin/debootc" compose compose.yaml --variant tools --lock out/latest/compose/tools/amd64/lock.json
