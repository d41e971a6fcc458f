#!/bin/bash
# The actions under act: legs of a compose file in jobs of their own, assembled by another one and released by one more;
# `uses: ./` with its outputs and summary; the cache of GitHub Actions, also without its service; inputs and packages that say
# what they should not; a job that is cancelled.
# takes: 220 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/act.sh"
needs_root "composing builds root file systems"
needs_act

arch=$(dpkg --print-architecture)

# Another repository calls the reusable workflow by its name, and GitHub gets its release.
coproc GITHUB { "$root/script/node" "$root/e2e/lib/github.ts" debootc/compose; }
read -r -t 60 -u "${GITHUB[0]}" api && read -r -u "${GITHUB[0]}" token || fail "there is no GitHub"
user_repository <<Y
  plain: {treefile: tiny.yaml, arches: [$arch]}
  other: {inherits: plain, build: {ref: test/other}}
  doomed: {inherits: plain, required: false, build: {ref: test/doomed, packages: [no-such-package]}}
Y
cat >"$work/user/.github/workflows/release.yml" <<'Y'
on: push
jobs:
  # GitHub has the commit of which the workflow is.
  push:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: git push --quiet "${GITHUB_API_URL/:\/\//://x-access-token:$TOKEN@}/debootc/compose.git" HEAD:refs/heads/main
        env: {TOKEN: "${{ github.token }}"}
  release:
    needs: push
    uses: debootc/compose/.github/workflows/compose-release.yml@v1
    permissions: {contents: write}
    with: {file: legs.yaml, tag: v1}
  after:
    needs: release
    runs-on: ubuntu-24.04
    steps:
      - env: {ID: "${{ needs.release.outputs.compose-id }}", STATUS: "${{ needs.release.outputs.status }}"}
        run: echo "made $ID, $STATUS"
      - env: {URL: "${{ needs.release.outputs.url }}"}
        run: echo "released $URL"
Y
assert "a workflow of another repository composes legs, assembles them and releases that" \
  act release --repository "$work/user" --env "GITHUB_API_URL=$api" --secret "GITHUB_TOKEN=$token"
for leg in plain other; do
  assert_matches "the leg $leg is an artifact" "$work/said" "Artifact leg-$leg-$arch successfully finalized"
done
assert_matches "a leg that may fail is a warning" "$work/said" '::warning title=debootc%3A compose-incomplete::all legs of the compose failed'
assert_not "and no artifact" grep -q "leg-doomed" "$work/said"
assert_matches "what is assembled is an output of the workflow" "$work/said" 'made legs-13-[0-9]+\.0, FINISHED_INCOMPLETE'
assert_contains "and an artifact" "$work/said" "Artifact legs-13-$(grep -o 'made legs-13-[0-9.]*' "$work/said" | sed -n 1p | cut -d- -f3) successfully finalized"

assert_contains "what is released is an output, too" "$work/said" "released $api/debootc/compose/releases/tag/v1"
curl --silent --fail "$api/repos/debootc/compose/releases/latest" >"$work/release.json" || fail "there is no release"
for leg in plain other; do
  for name in oci.tar ostree.tar sbom.spdx.json lock.json; do
    assert_matches "the release has the file $name of $leg" "$work/release.json" "\"name\":\"legs-13-[0-9.]+-$leg-$arch[.]$name\""
  done
done
assert_matches "its notes say what it does without" "$work/release.json" 'Not in this release: `[^"]*doomed'
mkdir "$work/released"
grep -o '"browser_download_url":"[^"]*"' "$work/release.json" | cut -d'"' -f4 >"$work/urls"
(cd "$work/released" && xargs -n 1 curl --silent --fail --remote-name <"$work/urls") || fail "an asset cannot be fetched"
assert "its files have the digests that it lists" bash -c "cd '$work/released' && sha256sum --quiet --check SHA256SUMS"
assert "its image can be read" skopeo inspect --format '{{.Digest}}' "oci-archive:$(echo "$work/released/"*-plain-"$arch".oci.tar):latest"
assert_not "and no log has the token" grep -qF "$token" "$work/said"
exec {GITHUB[1]}>&-
wait "$GITHUB_PID" || fail "GitHub was asked for what it does not have"

# The repository's own action, and what it must not take for more than text.
cat >"$work/own.yml" <<'Y'
on: push
jobs:
  own:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - id: compose
        uses: ./
        with: {file: treefiles/tiny.yaml}
      - env: {ALL: "${{ toJSON(steps.compose.outputs) }}"}
        run: |
          echo "$ALL" >outputs.json
          python3 - <<'P'
          import json
          o = json.load(open("outputs.json"))
          r = json.loads(o["json"])
          assert r["composeId"] == o["compose-id"] and r["legs"][0]["commit"]["checksum"] == o["commit"], o
          assert o["status"] == "FINISHED" and len(json.loads(o["packages"])) > 50 and json.loads(o["layers"]), o
          print("outputs are right:", o["commit"])
          P
      - env: {IMAGE: "${{ steps.compose.outputs.image }}"}
        run: skopeo inspect --raw "$IMAGE" | sha256sum
      - run: env | grep '^ACTIONS_' || echo no variables of the runner here
      - {if: always(), uses: ./, continue-on-error: true, with: {treefile: treefiles/tiny.yaml, jbos: "2"}}
      - {if: always(), uses: ./, continue-on-error: true, with: {file: "a\n::error::told by an input"}}
      - if: always()
        uses: ./
        continue-on-error: true
        with:
          file: ${{ 'no ''such" $(touch pwned) `touch pwned` ${{ github.actor }}.yaml' }}
      - {if: always(), run: "[ ! -e pwned ] && echo nobody ran it"}
      - run: |
          printf '%s\n' 'include: treefiles/tiny.yaml' 'ref: test/loud' 'postprocess:' '  - |' '    #!/bin/sh' \
            "    printf '%s\\n' '::error::told by a script' '::set-output name=x::y' '##[group]z'; exit 3" >loud.yaml
          printf 'ref: test/wrong\nsiute: trixie\n' >wrong.yaml
      - {uses: ./, continue-on-error: true, with: {file: loud.yaml}}
      - {uses: ./, continue-on-error: true, with: {file: wrong.yaml}}
Y
assert "uses: ./ composes" act "$work/own.yml"
assert_contains "its outputs agree with each other" "$work/said" "outputs are right: "
assert_matches "its summary says what was made" "$work/said" '### `tiny-trixie-[0-9.]+` is ready'
assert_contains "and what the linter found" "$work/said" "The linter found "
digest=$(sed -n 's/^.*| image | `sha256:\([0-9a-f]*\)`.*/\1/p' "$work/said" | sed -n 1p)
assert_contains "the image has the digest of the output" "$work/said" "$digest  -"
assert_contains "a run: step has no token of the runner" "$work/said" "no variables of the runner here"
# GitHub hands on inputs that an action does not have; act does not, and GitHub warns of them besides.
assert_contains "an input that is missing is named" "$work/said" "the input file is missing"
assert_contains "an input of several lines is refused" "$work/said" 'it has several lines; allowed: one line'
assert_not "and is no command" grep -qE '(🚧|❗) +::error[^:]*::told by an input' "$work/said"
assert_contains "an expression in an input is text" "$work/said" '${{ github.actor }}'
assert_contains "and so is what a shell would run" "$work/said" "nobody ran it"
assert_contains "what a script prints is shown" "$work/said" ": :error::told by a script"
assert_not "and is no command" grep -qE '(🚧|❗|⚙) +::(error[^:]*::told by a script|set-output:: x=)' "$work/said"
assert_contains "a mistake in a treefile is an annotation at its line" "$work/said" "file=wrong.yaml,line=2,col=1"

# Each job begins with nothing: what the first one made, the second one restores.
cat >"$work/cached.yml" <<'Y'
on: push
jobs:
  first:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - {id: compose, uses: ./, with: {file: treefiles/tiny.yaml, cache-dir: own-cache}}
      - env: {COMMIT: "${{ steps.compose.outputs.commit }}", UNCHANGED: "${{ steps.compose.outputs.unchanged }}"}
        run: |
          echo "first made $COMMIT, unchanged $UNCHANGED"
          git status --porcelain --untracked-files=normal -- .debootc-cache | grep . || echo the checkout is clean
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - {id: compose, uses: ./, with: {file: treefiles/tiny.yaml, cache-dir: own-cache}}
      - env: {COMMIT: "${{ steps.compose.outputs.commit }}", UNCHANGED: "${{ steps.compose.outputs.unchanged }}"}
        run: echo "second made $COMMIT, unchanged $UNCHANGED"
Y
assert "two jobs with the cache of GitHub Actions compose" act "$work/cached.yml"
commit=$(sed -n 's/.*first made \([0-9a-f]*\), unchanged false.*/\1/p' "$work/said" | sed -n 1p)
[ -n "$commit" ] || fail "the first job made nothing"
assert_contains "the second one restores the same, and makes nothing" "$work/said" "second made $commit, unchanged true"
assert_contains "entries on their way are not seen in the checkout" "$work/said" "the checkout is clean"
assert_not "and nobody is warned of a cache" grep -q "debootc%3A remote-" "$work/said"
sed -n '/^      - env/q;/^  second:/q;s/cache-dir: own-cache/&, phase: gather/;p' "$work/cached.yml" >"$work/uncached.yml"
assert "without its service a job composes all the same" act "$work/uncached.yml" --fault cache:down
assert_matches "and one warning says so" "$work/said" 'warning title=debootc%3A remote-cache-unusable::warning: cannot use the cache of GitHub Actions'
assert_contains "and what to do" "$work/said" "set the input github-cache to false"
assert_not "and only one" grep -q 'title=debootc%3A remote-cache-unwritable' "$work/said"
assert "with one that takes nothing too" act "$work/uncached.yml" --fault upload:error
assert_matches "with one warning" "$work/said" 'warning title=debootc%3A remote-cache-unwritable::warning: cannot store in the cache of GitHub Actions'

# A job that is cancelled: the runner kills its step, and the step after it cleans up.
cat >"$work/long.yml" <<'Y'
on: push
jobs:
  long:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: |
          printf '%s\n' 'include: treefiles/tiny.yaml' 'ref: test/long' 'postprocess:' '  - |' '    #!/bin/sh' '    sleep 600' >long.yaml
      - {uses: ./, with: {file: long.yaml, cache-dir: cache}}
Y
rm "$work/said"
set -m
act "$work/long.yml" &
set +m
for _ in {1..600}; do
  ! grep -qs "Build the root \.\.\." "$work/said" || break
  kill -0 $! 2>/dev/null || fail "the job ended before it was cancelled"
  sleep 0.2
done
sleep 2
kill -INT -- "-$!"
wait $! && fail "a cancelled workflow succeeded"
pass "a job that is cancelled fails"
assert_matches "the step that cleans up runs all the same" "$work/said" "Success - Post Clean up when the job ends"
assert_matches "and finds what the killed run left" "$work/said" 'removed: '
assert_no_leaks "nothing of the job is left"
