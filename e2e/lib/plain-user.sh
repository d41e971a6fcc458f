# shellcheck shell=bash
# plain_user NAME: makes a user without sudo, who is removed at the end, and skips the scenario if that user cannot read this
# repository. Sets $user and $home.
plain_user() {
  user=$1
  at_end remove_user
  remove_user
  useradd --create-home --shell /bin/bash "$user"
  home=$(getent passwd "$user" | cut -d: -f6)
  as_user test -r "$root/bin/debootc" || skip "$root cannot be read by another user"
}

remove_user() {
  userdel --remove "$user" >/dev/null 2>&1 || true
}

# as_user COMMAND...: runs it at home, as that user who has just logged in.
as_user() {
  (cd "$home" && setpriv --reuid="$user" --regid="$user" --init-groups env -i HOME="$home" PATH=/usr/bin:/bin "$@")
}
