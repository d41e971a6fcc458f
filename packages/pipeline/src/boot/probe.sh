#!/bin/sh
# Reports on the system it runs in, one JSON object a line, and powers it off.
# usage: probe.sh PORT        (PORT: the serial port the host listens on, such as /dev/ttyS1)
# Only programs of Debian's essential packages, systemd and, where it is there, ostree are used.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 SYSTEMD_COLORS=0 SYSTEMD_PAGER=
port=$1
here=$(dirname "$0")

main() {
  exec 3>"$port" || exit 1
  stty -F "$port" raw -echo
  say start 1
  wait_for_boot
  tell_units
  tell_deployment
  tell_root
  tell_writability
  tell_machine_id
  tell_system
  do_more
  say end 1
  systemctl poweroff --no-block
}

# What is to be done at the first boot stands beside this file as boot-1.sh, and so on; none is needed.
do_more() {
  boot=$(($(cat "$here/boots" 2>/dev/null || echo 0) + 1))
  echo "$boot" >"$here/boots"
  say boot "$boot"
  for script in settings.sh "boot-$boot.sh"; do
    if [ -f "$here/$script" ]; then . "$here/$script"; fi
  done
}

# What an upgrade must not take away, for boot-N.sh.
tell_kept() {
  grep -qx '192.0.2.1 edited-by-debootc' /etc/hosts && [ "$(cat /etc/debootc-added)" = added ]
  say etc-kept "$(yes_or_no $?)"
  [ "$(cat /var/lib/debootc-kept)" = kept ]
  say var-kept "$(yes_or_no $?)"
  getent passwd edited-by-debootc >/dev/null
  say account-kept "$(yes_or_no $?)"
}

# say FACT VALUE
say() { printf '{"fact":"%s","value":"%s"}\n' "$1" "$(printf '%s' "$2" | json_text)" >&3; }

# Standard input as the inside of a JSON string; control characters have no use in a report.
json_text() {
  tr -d '\000-\010\013-\037\177' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/\t/\\t/g' |
    awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'
}

wait_for_boot() {
  (
    while sleep 5; do
      jobs=$(systemctl list-jobs --no-legend --plain --full 2>/dev/null | awk '$4 == "running" { print $2 }' | tr '\n' ' ')
      say waiting "${jobs% }"
    done
  ) &
  waiting=$!
  systemctl is-system-running --wait >/dev/null
  # A service of Type=simple counts as started before it has shown that it can live.
  sleep 5
  kill "$waiting"
  wait "$waiting" 2>/dev/null
  say state "$(systemctl is-system-running)"
}

tell_units() {
  {
    systemctl list-units --no-legend --plain --full --state=failed | awk '{ print $1 }'
    # One that is restarted for ever is never "failed".
    systemctl list-units --no-legend --plain --full --state=auto-restart | awk '{ print $1 }'
  } | while read -r unit; do
    printf '{"fact":"failed-unit","value":"%s","journal":"%s"}\n' \
      "$(printf '%s' "$unit" | json_text)" \
      "$(journalctl --boot --unit "$unit" --lines 12 --output cat --no-pager 2>&1 | json_text)" >&3
  done
}

tell_deployment() {
  root=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^ostree=//p' | head -n 1)
  say deployment "$(basename "$(readlink "/sysroot$root")")"
  [ "$(stat -c %d:%i /usr)" = "$(stat -c %d:%i "/sysroot$root/usr")" ]
  say deployment-is-root "$(yes_or_no $?)"
  if command -v ostree >/dev/null; then
    say ostree-status "$(ostree admin status 2>&1 | awk '$1 == "*" { print $3 }')"
  fi
}

# What the initramfs was asked to mount as the root, and what it mounted.
tell_root() {
  if sed -n '/^\[composefs\]/,/^\[/p' /usr/lib/ostree/prepare-root.conf 2>/dev/null | grep -qE '^enabled *= *(yes|true|signed|verity)'; then
    say composefs "$(awk '$2 == "/" { print $3 " of " $1 }' /proc/mounts | tail -n 1)"
  fi
}

tell_writability() {
  for directory in /usr /sysroot /etc /var; do
    file=$directory/.debootc-probe
    { echo written >"$file"; } 2>/dev/null && [ "$(cat "$file")" = written ]
    say "writable-$directory" "$(yes_or_no $?)"
    rm -f "$file"
  done
}

# A new machine has its id in memory until systemd-machine-id-commit.service saves it. One that is not saved, or that
# is another than at the boot before, makes each boot a first one.
tell_machine_id() {
  id=$(cat /etc/machine-id 2>/dev/null)
  before=$(cat "$here/machine-id" 2>/dev/null || echo "$id")
  if awk '$2 == "/etc/machine-id" { found = 1 } END { exit !found }' /proc/mounts; then
    say machine-id "not saved"
  elif [ "$id" != "$before" ]; then
    say machine-id "another than at the last boot"
  elif printf '%s\n' "$id" | grep -qxE '[0-9a-f]{32}'; then
    say machine-id saved
  else
    say machine-id "none"
  fi
  echo "$id" >"$here/machine-id"
}

tell_system() {
  say packages "$(dpkg-query --show --showformat '${db:Status-Status}\n' | grep -c '^installed$')"
  say os "$(. /etc/os-release && echo "$PRETTY_NAME")"
  say os-version "$(. /etc/os-release && echo "${IMAGE_VERSION-${OSTREE_VERSION-${VERSION_ID-}}}")"
  say kernel "$(uname -r)"
  say systemd "$(systemctl --version | awk 'NR == 1 { print $2 }')"
  say addresses "$(hostname -I)"
  awk '$2 ~ /:0016$/ && $4 == "0A" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6
  say sshd-listens "$(yes_or_no $?)"
  # Microseconds since the kernel's start; 0 or absent where there was no such stage.
  systemctl show --property InitRDTimestampMonotonic --property UserspaceTimestampMonotonic \
    --property FinishTimestampMonotonic | tr 'A-Z=' 'a-z ' | while read -r name value; do
    say "${name%timestampmonotonic}-microseconds" "$value"
  done
}

yes_or_no() { if [ "$1" = 0 ]; then echo yes; else echo no; fi; }

main
