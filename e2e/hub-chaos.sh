#!/bin/bash
# A hub whose GitHub drops, doubles, delays and loses things, and whose processes and database are killed: in the end
# everything was handled, and nothing twice. GitHub's own books are compared, those of packages/fake-github.
# takes: 1 s, 180 s in the full run
. "$(dirname "$0")/lib.sh"
only_in_full_run "a hub in minutes of chaos; serve.itg.test.ts kills hubs while deliveries pour in, hub-on-github.test.ts loses replies"

assert "nothing is lost and nothing done twice, on PGlite and on PostgreSQL with three replicas" \
  "$root/script/node" "$root/node_modules/.bin/vitest" run --root "$root" --project scenario orchestrator-app/src/chaos
assert_no_leaks "the hubs and their databases are gone"
