#!/bin/bash
# The committed tree boots: no failed unit, the published commit, /usr read-only.
# takes: 1 s, 90 s in the full run
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"
only_in_full_run "upgrade.sh boots a minimal system three times with these rules, composefs.sh one of sid by this command"
. "$root/e2e/lib/boot-checks.sh"

minimal_compose
boot_and_check "$minimal"
assert_not "every check of the running system passed" grep FAILED "$work/checks"
assert_matches "there were checks" "$work/checks" '^passed '
