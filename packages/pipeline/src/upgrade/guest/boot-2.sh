# The system after the upgrade: looks for what had to stay and what had to come, then goes back.
tell_kept
say accounts-missing "$(cut -d: -f1 /usr/etc/passwd | while read -r name; do getent passwd "$name" >/dev/null || echo "$name"; done | tr '\n' ' ')"
say groups-missing "$(cut -d: -f1 /usr/etc/group | while read -r name; do getent group "$name" >/dev/null || echo "$name"; done | tr '\n' ' ')"
echo added-after >/etc/debootc-added-after
output=$(ostree admin set-default 1 2>&1)
say rollback-status "$?"
say rollback-output "$output"
