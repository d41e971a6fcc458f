#!/bin/bash
# The container host, which is a server, boots, and upgrades itself to one with more in it.
# takes: 1 s, 900 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "a large tree and four boots"

cp -r "$root/treefiles" "$work/treefiles"
printf 'include: container-host.yaml\npackages: [rsync]\n' >"$work/treefiles/server-more.yaml"
debootc compose "$work/treefiles/container-host.yaml" --output-dir "$work/out"
before=$(readlink -f "$work/out/latest")
debootc compose "$work/treefiles/server-more.yaml" --output-dir "$work/out"

# checked COMMAND...: every rule that the command checks is kept.
checked() {
  debootc "$@" --json >"$work/events" || return
  tail -n 1 "$work/events" | python3 -c 'import json,sys; sys.exit(not all(c["passed"] for c in json.load(sys.stdin)["result"]["checks"]))'
}
assert "it boots with all rules kept" checked boot "$before"
assert "it upgrades and rolls back with all rules kept" checked boot latest --upgrade-from "$before" --output-dir "$work/out"
