#!/bin/bash
# A user without sudo composes in a user namespace: the same commit and image as root's, with set-uid programs.
# takes: 1 s, 45 s in the full run
# needs: archive, accounts
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/plain-user.sh"
only_in_full_run "two composes"
needs_root "a user has to be made"

plain_user debootc-e2e-compose

mkdir "$home/tree"
printf 'include: ../treefiles/tiny.yaml\npackages: [passwd]\n' >"$home/tree/own.yaml"
cp -r "$root/treefiles" "$home"
chown -R "$user:" "$home"
assert "root composes" debootc compose "$home/tree/own.yaml" --output-dir "$work/out"
assert "so does a user" as_user "$root/bin/debootc" compose tree/own.yaml --output-dir out
leg=latest/compose/own/$(dpkg --print-architecture)
assert "the image is the same" cmp "$work/out/$leg/oci/index.json" "$home/out/$leg/oci/index.json"
commit_of() { (cd "$1/$leg/ostree/refs/heads" && find . -type f -exec cat {} +); }
assert_equal "and the commit" "$(commit_of "$work/out")" "$(commit_of "$home/out")"
assert_equal "results belong to the user" "" "$(find "$home/out" ! -user "$user")"
assert_equal "roots cannot be reached by strangers" 700 "$(stat -c %a "$home/.cache/debootc/steps")"
assert "what is in the cache can be used again" as_user "$root/bin/debootc" compose tree/own.yaml --output-dir out
assert "and be listed" as_user "$root/bin/debootc" cache list
assert "and be removed" as_user "$root/bin/debootc" cache prune --max-size 1MiB
