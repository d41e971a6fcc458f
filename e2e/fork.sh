#!/bin/bash
# A pull request of a fork under act: it composes, and mistakes are annotations at their lines, but nothing is stored in the cache,
# nothing is attested, and what packages and scripts print is no command to the runner.
# takes: 1 s, 240 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/act.sh"
needs_root "composing builds root file systems"
only_in_full_run "a pull request of a fork, each rule of which has a unit test in actions/kit"
needs_act


cat >"$work/fork.yml" <<'Y'
on: pull_request
jobs:
  first:
    runs-on: ubuntu-24.04
    permissions: {contents: read, id-token: write, attestations: write}
    steps:
      - uses: actions/checkout@v5
      - {id: compose, uses: ./, with: {file: treefiles/tiny.yaml, cache-dir: own-cache}}
      - {id: attest, uses: ./actions/attest, with: {compose: "${{ steps.compose.outputs.directory }}"}}
      - env: {STATUS: "${{ steps.compose.outputs.status }}", ATTESTED: "${{ steps.attest.outputs.attested }}"}
        run: echo "first is $STATUS, attested $ATTESTED"
      - run: |
          printf 'ref: test/wrong\nsiute: trixie\n' >wrong.yaml
          printf '%s\n' 'include: treefiles/tiny.yaml' 'ref: test/loud' 'postprocess:' '  - |' '    #!/bin/sh' \
            "    printf '%s\\n' '::error::told by a script' '::set-output name=commit::forged' '::add-mask::visible' \\" \
            "      '::stop-commands::x' '##vso[task.setvariable]x'; exit 3" >loud.yaml
      - {uses: ./, continue-on-error: true, with: {file: wrong.yaml}}
      - {id: loud, uses: ./, continue-on-error: true, with: {file: loud.yaml, cache-dir: own-cache}}
      - env: {COMMIT: "${{ steps.loud.outputs.commit }}"}
        run: echo "this is visible, commit <$COMMIT>"
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - {id: compose, uses: ./, with: {file: treefiles/tiny.yaml, cache-dir: own-cache}}
      - env: {UNCHANGED: "${{ steps.compose.outputs.unchanged }}"}
        run: echo "second is unchanged $UNCHANGED"
Y
echo '{"pull_request": {"head": {"repo": {"full_name": "stranger/compose"}}}}' >"$work/fork.json"
assert "a pull request of a fork composes" act "$work/fork.yml" --eventpath "$work/fork.json"
assert_contains "its compose is finished, and not attested" "$work/said" "first is FINISHED, attested false"
assert_contains "why is a warning" "$work/said" "nothing is attested: somebody who cannot write to the repository may have started this run"
assert_contains "what it made is not in the cache for others" "$work/said" "second is unchanged false"
assert_contains "a mistake in a treefile is an annotation at its line" "$work/said" "file=wrong.yaml,line=2,col=1"
assert_contains "what a script prints is shown" "$work/said" ": :error::told by a script"
assert_not "and is no command" grep -qE '(🚧|❗) +::error[^:]*::told by a script|⚙ +::set-output:: commit=forged' "$work/said"
assert_contains "it hides nothing, and forges no output" "$work/said" "this is visible, commit <>"
