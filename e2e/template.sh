#!/bin/bash
# templates/image as a user has it, in a repository of its own: its workflow composes all variants under act, from locks that
# actions/lock updates first, since no archive keeps versions for ever.
# takes: 30 s, 200 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
[ -n "${ACT:-}" ] || command -v act >/dev/null || command -v go >/dev/null || skip "needs act, or Go to build it"

act() { env -u GITHUB_ACTIONS "$root/script/act" "$@" >"$work/said" 2>&1 </dev/null; }

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

cp "$work/lock.json" "$work/mine/compose.system.lock.json"
rm "$work/mine/.github/workflows/lock.yml"
only_in_full_run "composing all of it"
assert "its workflow composes" act image --repository "$work/mine"
assert_matches "what it made is an artifact" "$work/said" 'Artifact mine-13-[0-9.]+ successfully finalized'
assert_matches "which the summary says is ready" "$work/said" '### `mine-13-[0-9.]+` is ready'
assert_contains "and is Debian 13" "$work/said" '| Debian | `trixie, amd64` |'
