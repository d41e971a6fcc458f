#!/bin/bash
# Actions that push, under act and to Debian's registry: a compose in two steps, an image of its commit, two variants; a pull
# request of a fork, which pushes nothing; what is refused at once.
# takes: 150 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/act.sh"
needs_root "composing builds root file systems"
needs_act
for tool in docker-registry skopeo; do command -v $tool >/dev/null || skip "$tool is not installed"; done

arch=$(dpkg --print-architecture)
digest_of() { skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://$at/$1" 2>/dev/null; }
said() { sed -n "s/^.*| $1 //p" "$work/said" | sed -n 1p; }

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
at=127.0.0.1:$port/test
cat >"$work/registry.yml" <<Y
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/registry}}
http: {addr: "127.0.0.1:$port"}
Y
OTEL_TRACES_EXPORTER=none docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
registry=$!
for _ in {1..100}; do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  sleep 0.1
done

cat >"$work/legs.yaml" <<Y
release: {short: legs, name: Legs, version: "13"}
variants:
  plain: {treefile: treefiles/tiny.yaml, arches: [$arch]}
  other: {inherits: plain, build: {ref: test/other}}
Y
cat >"$work/push.yml" <<Y
on: push
jobs:
  push:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: cp "$work/legs.yaml" .
      - {uses: ./, continue-on-error: true, with: {file: treefiles/tiny.yaml, push: ghcr.io/Me/tiny}}
      - {uses: ./, continue-on-error: true, with: {file: treefiles/tiny.yaml, push: $at/tiny, tags: "one:two"}}
      - {uses: ./, continue-on-error: true, with: {file: legs.yaml, push: $at/legs}}
      - {uses: ./, continue-on-error: true, with: {file: treefiles/tiny.yaml, push: $at/tiny, phase: gather}}
      - uses: ./
        continue-on-error: true
        with:
          file: treefiles/tiny.yaml
          push: \${{ 'ghcr.io/me/x";touch out;\$(touch out)\`touch out\`::error::' }}
      - run: "[ ! -e out ] && echo nothing was made for what was refused"
      - {id: tree, uses: ./, with: {file: treefiles/tiny.yaml, phase: "gather,build,ostree"}}
      - env: {STATUS: "\${{ steps.tree.outputs.status }}", ID: "\${{ steps.tree.outputs.compose-id }}"}
        run: echo "first-step \$STATUS \$ID"
      - id: compose
        uses: ./
        with: {file: treefiles/tiny.yaml, resume: "\${{ steps.tree.outputs.compose-id }}", push: $at/tiny, tags: latest 13}
      - env: {OUTPUTS: "\${{ toJSON(steps.compose.outputs) }}"}
        run: |
          echo "\$OUTPUTS" >outputs.json
          python3 - <<'P'
          import json
          o = json.load(open("outputs.json"))
          assert o["status"] == "FINISHED" and o["pushed-digest"] == o["image-digest"], o
          print("second-step", o["compose-id"])
          print("pushed-as", o["pushed"])
          P
      - id: export
        uses: ./actions/container-export
        with:
          source: \${{ steps.compose.outputs.repository }}
          push: $at/exported
          tags: latest
          registry-username: me
          registry-token: token-of-the-workflow
      - env: {PUSHED: "\${{ steps.export.outputs.pushed }}"}
        run: echo "exported-as \$PUSHED"
      - {id: both, uses: ./, with: {file: legs.yaml, push: "$at/{variant}", tags: "13"}}
      - env: {PUSHES: "\${{ steps.both.outputs.pushes }}", PUSHED: "\${{ steps.both.outputs.pushed }}"}
        run: echo "both-as [\$PUSHED] \$(echo "\$PUSHES" | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')"
      - {id: a, uses: ./, with: {file: legs.yaml, variant: plain, compose-id: legs-13-20261130.7, output-dir: a}}
      - {id: b, uses: ./, with: {file: legs.yaml, variant: other, compose-id: legs-13-20261130.7, output-dir: b}}
      - id: whole
        uses: ./actions/assemble
        with:
          legs: |
            \${{ steps.a.outputs.directory }}
            \${{ steps.b.outputs.directory }}
          output-dir: whole
          push: "$at/{variant}"
          tags: assembled
      - env: {PUSHES: "\${{ steps.whole.outputs.pushes }}"}
        run: echo "assembled-as \$(echo "\$PUSHES" | python3 -c 'import json,sys; print(*(p["tags"][0] for p in json.load(sys.stdin)))')"
Y
assert "a workflow composes in two steps, exports, assembles and pushes" act "$work/push.yml"
assert_contains "a wrong reference is refused" "$work/said" 'the input push cannot be "ghcr.io/Me/tiny"'
assert_contains "and a wrong tag" "$work/said" 'the input tags cannot be "one:two"'
assert_contains "and several variants at one place" "$work/said" "cannot push several variants to $at/legs: plain, other"
assert_contains "and phases of a compose" "$work/said" "the inputs phase and push cannot be given together"
assert_contains "all before anything is made" "$work/said" "nothing was made for what was refused"
assert_matches "the first step stops" "$work/said" '\| first-step TERMINATED tiny-trixie-[0-9.]+'
assert_equal "the second goes on with the same compose" "$(said first-step | cut -d' ' -f2)" "$(said second-step)"
pushed=$(said pushed-as)
[ -n "$pushed" ] || fail "there is no output about the push"
for tag in latest 13; do
  assert_equal "the tag $tag means what the output names" "$pushed" "$at/tiny@$(digest_of "tiny:$tag")"
done
assert_contains "the summary says it" "$work/said" "**Pushed** \`$pushed\` as \`latest\`, \`13\`"
assert_equal "the image of the commit is pushed, too" "$(said exported-as)" "$at/exported@$(digest_of exported:latest)"
grep -v 'add-mask\|registry-token' "$work/said" >"$work/said-besides"
assert_not "no token is in the log but where the workflow itself gives it" grep -q token-of-the-workflow "$work/said-besides"
assert_equal "each variant is at a place of its own" "[] 2" "$(said both-as)"
for variant in plain other; do [ -n "$(digest_of "$variant:13")" ] || fail "the variant $variant is not there"; done
assert_equal "so are those of an assembled compose" "assembled assembled" "$(said assembled-as)"
assert_equal "which are the same images" "$(digest_of plain:13)" "$(digest_of plain:assembled)"
assert_contains "the summary shows where the time went" "$work/said" '| step | time | 0 to '
assert_contains "what is large" "$work/said" '| source package | installed |'
assert_contains "and what a machine downloads" "$work/said" '| with nothing | '

cat >"$work/fork.json" <<'Y'
{"pull_request": {"head": {"ref": "evil", "repo": {"full_name": "stranger/fork"}}, "base": {"ref": "main"}}}
Y
cat >"$work/fork.yml" <<Y
on: pull_request
jobs:
  fork:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - {id: compose, uses: ./, with: {file: treefiles/tiny.yaml, push: $at/stolen, tags: latest}}
      - env: {PUSHED: "\${{ steps.compose.outputs.pushed }}", STATUS: "\${{ steps.compose.outputs.status }}"}
        run: echo "fork \$STATUS [\$PUSHED]"
Y
assert "a pull request of a fork composes" act "$work/fork.yml" --eventpath "$work/fork.json"
assert_equal "and is finished, but pushes nothing" "FINISHED []" "$(said fork)"
assert_contains "with a warning" "$work/said" "nothing is pushed: this run is for somebody who cannot write to the repository"
assert_equal "and nothing is there" "" "$(digest_of stolen:latest)"
kill "$registry"
wait "$registry" 2>/dev/null || true
assert_no_leaks "nothing of the jobs is left"
