#!/bin/sh
# The guest's part of boot counting. GRUB (grub.cfg on the ESP) counts the boots of new boot entries in grubenv, until
# this script marks the entries as proven. New entries are without the marks, for ostree makes the directories anew.
#   boot-trial complete   this boot came up: mark its entries; after a fall-back, make it the default for good first
#   boot-trial failed     this boot did not come up: when it is on trial, reboot, so that GRUB counts on
set -eu

sysroot=/sysroot
environment=$sysroot/boot/grub/grubenv
failed_deployments=/var/lib/debootc/failed-deployments
came_up=/run/debootc/boot-complete

main() {
  case "${1-}" in
    complete) record_success ;;
    failed) end_trial ;;
    *) echo "usage: boot-trial complete|failed" >&2 && exit 2 ;;
  esac
}

record_success() {
  mkdir -p "$(dirname "$came_up")"
  : >"$came_up"
  save_machine_id
  list_deployments
  if [ "$booted" -gt 0 ] && [ "$(value fallen_back)" != 1 ]; then
    tell 5 "deployment $booted runs, not the newest: it was chosen at the boot menu, or GRUB could not start the newest"
    return
  fi
  if [ -z "$(value tries)" ] && is_proven; then return; fi
  # In the unit's own mount namespace; for everything else it stays read-only.
  mount -o remount,bind,rw "$sysroot"
  if [ "$booted" -gt 0 ]; then fall_back_for_good; fi
  tries=$(value tries)
  mark_as_proven
  tell 5 "deployment $checksum came up${tries:+ at try $tries}; its boot entries are proven"
}

# A new machine has its id in memory until systemd-machine-id-commit.service saves it, which may fail or time out. Without
# it the next boot is a first boot again, of another machine: this one is then up, but proves nothing.
save_machine_id() {
  if ! has_id_in_memory || ! [ -w /etc ]; then return; fi
  systemd-machine-id-setup --commit || true
  if has_id_in_memory; then
    tell 3 "the machine id cannot be saved; this boot is not counted as one that came up"
    exit 1
  fi
}

has_id_in_memory() {
  awk '$2 == "/etc/machine-id" { found = 1 } END { exit !found }' /proc/mounts
}

# GRUB chose this deployment only for this boot.
fall_back_for_good() {
  tell 3 "deployment $first did not come up; this is the one before it, $checksum, and stays the default"
  mkdir -p "$(dirname "$failed_deployments")"
  if ! grep -qsxF "$first" "$failed_deployments"; then echo "$first" >>"$failed_deployments"; fi
  sync "$failed_deployments" "$(dirname "$failed_deployments")"
  if ostree admin --help 2>&1 | grep -q '^ *set-default'; then
    ostree admin set-default "$booted"
  else
    # ostree before 2023.6 cannot reorder deployments, so the failed one goes.
    ostree admin undeploy 0
  fi
}

mark_as_proven() {
  find_marks
  : >"$loader_mark"
  : >"$tree_mark"
  # In place, never renamed: GRUB writes to the blocks that it finds, and does not replay the file system's journal.
  { printf '# GRUB Environment Block\n' && printf '%0999d' 0 | tr 0 '#'; } |
    dd of="$environment" bs=1024 count=1 iflag=fullblock conv=notrunc,fsync status=none
  sync --file-system "$sysroot"
  # For the same reason the marks must leave the journal now; ostree does this after each deploy, too.
  trap '' HUP INT TERM
  if fsfreeze --freeze "$sysroot"; then fsfreeze --unfreeze "$sysroot"; fi
}

end_trial() {
  if [ -e "$came_up" ] || ! is_on_trial || is_wanted_by_hand; then return; fi
  tell 2 "this deployment is on trial and did not come up (try $(value tries)); rebooting in 10 seconds"
  timeout 5 systemctl list-units --failed --plain --no-legend --no-pager || true
  timeout 5 systemctl list-jobs --plain --no-legend --no-pager | grep -w running || true
  sleep 10
  # Without stopping services, for one of them may be what hangs.
  systemctl --force reboot
}

# GRUB counted this boot and still counts. What nobody counts must not reboot: it would do so for ever.
is_on_trial() {
  [ -e "$environment" ] && [ -n "$(value tries)" ] && [ "$(value given_up)" != 1 ]
}

# An emergency or rescue shell that the kernel command line asks for.
is_wanted_by_hand() {
  tr ' ' '\n' </proc/cmdline | grep -qxE 'systemd\.unit=.*|emergency|rescue|single|[sS1]|-b'
}

is_proven() {
  find_marks
  [ -e "$loader_mark" ] && [ -e "$tree_mark" ]
}

find_marks() {
  loader=$(readlink "$sysroot/boot/loader")
  version=${loader##*.}
  loader_mark=$sysroot/boot/loader/debootc-complete.$version
  tree_mark=$sysroot/ostree/boot.$version/debootc-complete
}

# Sets $first, the checksum of the deployment that boots by default, and $booted and $checksum of the running one.
list_deployments() {
  deployments=$(ostree admin status | sed -n 's/^\([* ]\) [^ ]* \([0-9a-f]\{64\}\)\.[0-9].*/\1\2/p')
  first=$(echo "$deployments" | sed -n '1s/^.//p')
  booted=$(echo "$deployments" | awk '/^\*/ { print NR - 1 }')
  checksum=$(echo "$deployments" | sed -n 's/^\*//p')
  [ -n "$booted" ] || { tell 3 "ostree does not tell which deployment is booted" && exit 1; }
}

# value NAME: of GRUB's environment block, empty when it has none.
value() {
  sed -n "s/^$1=//p" "$environment"
}

# tell LEVEL TEXT: to journal and console, with a level of syslog.
tell() {
  echo "<$1>debootc: $2"
}

main "$@"
