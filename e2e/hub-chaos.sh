#!/bin/bash
# A hub whose GitHub drops, doubles, delays and loses things, and whose processes and database are killed: in the end
# everything was handled, and nothing twice. GitHub's own books are compared, those of packages/fake-github.
# By default with fewer events and kills: what takes long is that leases of replicas that were killed have to end.
# takes: 140 s, 180 s in the full run
. "$(dirname "$0")/lib.sh"

assert "nothing is lost and nothing done twice, on PGlite and on PostgreSQL with three replicas" \
  "$root/script/node" "$root/node_modules/.bin/vitest" run --root "$root" --project scenario orchestrator-app/src/chaos
assert_no_leaks "the hubs and their databases are gone"
