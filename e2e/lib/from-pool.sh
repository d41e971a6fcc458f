#!/bin/bash
# Packages of trixie in the versions whose results are recorded. Each function puts one into DIRECTORY and prints the path
# of its .dsc: jq_from_pool DIRECTORY, haveged_from_pool DIRECTORY.

jq_from_pool() {
  from_pool pool/main/j/jq/jq_1.7.1-6+deb13u3.dsc b8f3bb5475bf6efc82eb0f22469b86bfd3ce4316244bef360c38b038844bcbdb "$1"
}

haveged_from_pool() {
  from_pool pool/main/h/haveged/haveged_1.9.19-12+deb13u1.dsc \
    85609fd424a85d5c2d31c7032c71177ede82999c7ad6e0c0260af385346dc967 "$1"
}

from_pool() {
  "$root/script/node" "$root/scripts/bench/fetch-pool-source.ts" "$@"
}
