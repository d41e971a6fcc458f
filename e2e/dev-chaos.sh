#!/bin/bash
# Hubs and agents that are killed and frozen again and again, and a GitHub that loses answers, while act composes two tags: in
# the end each tag has one whole release, and no job had two runners. The moments are random, but the same in each run.
# takes: 1 s, 900 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "a fleet of real agents whose hub is killed"
needs_act

arch=$(dpkg --print-architecture)
from=$work/from events=$work/events
cp -r "$root/templates/fleet" "$from"
cp "$root/treefiles/tiny.yaml" "$from/base.yaml"
printf 'include: base.yaml\nref: test/tools\nadd-files: [[extra, /usr/share/extra]]\n' >"$from/tools.yaml"
echo one >"$from/extra"
sed -i "s/arches: .*/arches: [$arch]/" "$from/compose.yaml"
printf '%s\n' 'compose: compose.yaml' 'fleet: true' 'on: {tags: "v*"}' 'release: {tags: "v*"}' \
  'retry: {attempts: 8}' >"$from/.github/debootc.yml"

# What goes wrong between a push and its release. Whatever is killed or frozen comes back before the next thing.
RANDOM=20261130
bad_moments() {
  local what part
  for _ in {1..6}; do
    echo "  - wait: $((RANDOM % 12 + 1))s"
    what=$((RANDOM % 6)) part=agent-$((RANDOM % 2 + 1))
    case $what in
      0 | 1 | 2) printf '  - {kill: hub}\n  - {wait: %ds}\n  - {start: hub}\n' $((RANDOM % 4 + 1)) ;;
      3) printf '  - {kill: %s}\n  - {kill: hub}\n  - {start: hub}\n  - {start: %s}\n' "$part" "$part" ;;
      4) printf '  - {freeze: hub}\n  - {wait: 15s}\n  - {thaw: hub}\n' ;;
      # Longer than the hub waits for a host: its orders go to the other one.
      5) printf '  - {freeze: %s}\n  - {wait: 70s}\n  - {thaw: %s}\n' "$part" "$part" ;;
    esac
  done
}
{
  cat <<'Y'
steps:
  - faults:
      - {on: delivery, do: duplicate, chance: 0.2}
      - {on: delivery, do: vanish, chance: 0.05}
      - {on: request, do: lose-reply, operation: actions/create-workflow-dispatch, chance: 0.3}
      - {on: request, do: lose-reply, operation: actions/generate-runner-jitconfig-for-repo, chance: 0.2}
      - {on: request, do: break-off, operation: repos/upload-release-asset, chance: 0.1}
Y
  for tag in v1 v2; do
    printf '  - push: {message: Change it, files: {extra: "%s\\n"}, tag: %s}\n' "$tag" "$tag"
    bad_moments
    echo "  - expect: {release: $tag, within: 40min}"
  done
} >"$work/scenario.yaml"
cat "$work/scenario.yaml"

assert "two tags are composed and released in spite of all that" \
  "$root/bin/debootc" orchestrator dev --directory "$work/dev" --from "$from" --agents 2 --scenario "$work/scenario.yaml" --json >"$events"
tail -n 1 "$events" >"$work/last"
field() { python3 -c 'import json, sys; it = json.load(open(sys.argv[1]))["result"]; print(eval(sys.argv[2]))' "$work/last" "$1"; }
# What is pushed to main leads to runs, too, which are skipped.
assert_equal "each push of a tag has one run" "['refs/tags/v1', 'refs/tags/v2']" \
  "$(field 'sorted(r["run"]["ref"] for r in it["runs"] if r["run"]["state"] == "COMPLETED")')"
assert_equal "whose tasks are all done" "{'COMPLETED'}" "$(field '{t["state"] for r in it["runs"] for t in r["tasks"]}')"
assert_equal "and one release each, with as many files" "2 1" \
  "$(field 'len(it["releases"])') $(field 'len({len(r["assets"]) for r in it["releases"]})')"
grep --only-matching --extended-regexp '"node":"pair-[0-9]+-[0-9]+"' "$events" | sort -u >"$work/pairs"
assert_equal "no job had two runners" "" "$(cut -d- -f2 "$work/pairs" | sort | uniq -d)"
assert_not "and GitHub saw nothing wrong" grep "did what GitHub does not" "$events"
assert_no_leaks "nothing of the session is left"
