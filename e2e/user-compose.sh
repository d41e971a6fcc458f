#!/bin/bash
# A user without sudo composes in a user namespace: the same commit and image as root's, with set-uid programs.
# takes: 1 s, 45 s in the full run
# needs: archive, accounts
. "$(dirname "$0")/lib.sh"
only_in_full_run "two composes"
needs_root "a user has to be made"

user=debootc-e2e-compose
remove_user() {
  userdel --remove "$user" >/dev/null 2>&1 || true
}
at_end remove_user
remove_user
useradd --create-home --shell /bin/bash "$user"
home=$(getent passwd "$user" | cut -d: -f6)
# What a user may do who logs in, but for sudo.
as_user() { (cd "$home" && setpriv --reuid="$user" --regid="$user" --init-groups env -i HOME="$home" PATH=/usr/bin:/bin "$root/bin/debootc" "$@"); }
setpriv --reuid="$user" --regid="$user" --init-groups test -r "$root/bin/debootc" || skip "$root cannot be read by another user"

mkdir "$home/tree"
printf 'include: ../treefiles/tiny.yaml\npackages: [passwd]\n' >"$home/tree/own.yaml"
cp -r "$root/treefiles" "$home"
chown -R "$user:" "$home"
assert "root composes" debootc compose "$home/tree/own.yaml" --output-dir "$work/out"
assert "so does a user" as_user compose tree/own.yaml --output-dir out
leg=latest/compose/own/$(dpkg --print-architecture)
assert "the image is the same" cmp "$work/out/$leg/oci/index.json" "$home/out/$leg/oci/index.json"
commit_of() { (cd "$1/$leg/ostree/refs/heads" && find . -type f -exec cat {} +); }
assert_equal "and the commit" "$(commit_of "$work/out")" "$(commit_of "$home/out")"
assert_equal "results belong to the user" "" "$(find "$home/out" ! -user "$user")"
assert_equal "roots cannot be reached by strangers" 700 "$(stat -c %a "$home/.cache/debootc/steps")"
assert "what is in the cache can be used again" as_user compose tree/own.yaml --output-dir out
assert "and be listed" as_user cache list
assert "and be removed" as_user cache prune --max-size 1MiB
