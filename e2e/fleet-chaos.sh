#!/bin/bash
# 500 tasks on a fleet whose hosts, runners, answers and reports get lost: in the end each was done once, each job by the
# runner that was made for it. GitHub's own books are compared, those of packages/fake-github.
# takes: 1 s, 240 s in the full run
. "$(dirname "$0")/lib.sh"
only_in_full_run "a fleet in minutes of chaos; fleet-chaos.itg.test.ts does the same with 40 tasks"

assert "no job has a wrong runner, and no task is lost or doubled" \
  "$root/script/node" "$root/node_modules/.bin/vitest" run --root "$root" --project scenario orchestrator-app/src/fleet
assert_no_leaks "nothing is left of it"
