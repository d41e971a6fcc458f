#!/bin/bash
# A user with sudo composes from a clone of their own: caches and results are theirs, only the worker is root.
# takes: 60 s
# needs: archive, accounts, build-groups
. "$(dirname "$0")/lib.sh"
needs_root "a user has to be made"
command -v sudo >/dev/null || skip "sudo is not installed"

user=debootc-e2e
remove_user() {
  rm -f "/etc/sudoers.d/$user"
  pkill -KILL -u "$user" || true
  userdel --remove "$user" >/dev/null 2>&1 || true
}
trap 'status=$?; remove_user; finish $status' EXIT
remove_user
useradd --create-home --shell /bin/bash "$user"
echo "$user ALL=(ALL) NOPASSWD: ALL" >"/etc/sudoers.d/$user"
chmod 440 "/etc/sudoers.d/$user"
home=$(getent passwd "$user" | cut -d: -f6)
git clone --quiet "$root" "$home/debootc"
chown -R "$user:" "$home/debootc"
as_user() { sudo --user="$user" --set-home env -u SUDO_UID -u SUDO_GID bash -c "cd ~/debootc && $1"; }

assert "tiny composes" as_user 'bin/debootc compose treefiles/tiny.yaml'
assert "and from scratch, which makes a root in the compose and removes it" \
  as_user 'bin/debootc compose treefiles/tiny.yaml --no-cache'
as_user 'printf "%s\n" "include: treefiles/tiny.yaml" "check-passwd: {type: previous}" \
  "check-groups: {type: data, entries: {root: 0, shadow: 42}}" >checked.yaml'
assert "accounts are looked at" as_user 'bin/debootc compose checked.yaml'
assert "also against the image before" as_user 'bin/debootc compose checked.yaml'
# Only roots in the cache have other owners: those of their packages.
others=$(find "$home/debootc/out" "$home/.cache/debootc" -name root -path '*/content/root' -prune -o ! -user "$user" -print)
assert_equal "results and caches belong to the user" "" "$others"
assert "a stranger cannot reach the roots and their SUID programs" \
  test "$(stat -c %a "$home/.cache/debootc/steps/entries")" = 700
assert "doctor has nothing to complain of" as_user 'bin/debootc doctor'
