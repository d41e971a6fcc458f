#!/bin/bash
# templates/fleet on a fleet, without a hub: each task is a job of act on a runner of its own, and takes the results of those
# before from other runs of GitHub: a package, one that needs it, two legs that take both, and what joins the legs.
# takes: 1 s, 200 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "a chain of packages, legs and what joins them"
needs_act
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the template is for amd64"

"$root/script/setup" --actions
assert "results pass from one run of GitHub to the next" \
  env -u GITHUB_ACTIONS "E2E_WORK=$work" "$root/script/node" "$root/node_modules/.bin/vitest" run --root "$root" --project scenario scripts/act
