#!/bin/bash
# jq_from_pool DIRECTORY: puts jq 1.7.1-6+deb13u3 there, of which there are records, and prints the path of its .dsc.

jq_from_pool() {
  "$root/script/node" "$root/scripts/bench/fetch-pool-source.ts" "pool/main/j/jq/jq_1.7.1-6+deb13u3.dsc" \
    b8f3bb5475bf6efc82eb0f22469b86bfd3ce4316244bef360c38b038844bcbdb "$1"
}
