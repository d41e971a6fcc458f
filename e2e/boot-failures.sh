#!/bin/bash
# What a broken system is told as: a failing unit with its journal, a tree without init, wrong expectations.
# takes: 1 s, 300 s in the full run
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"
only_in_full_run "boots several broken systems"

minimal_compose
export DEBOOTC_TEST_REPO=$minimal/compose/minimal/$(dpkg --print-architecture)/ostree
cd "$root"
assert "the integration tests that need a real tree pass" \
  script/node node_modules/.bin/vitest run --project integration packages/pipeline/src/boot/real-tree.itg.test.ts
