#!/bin/bash
# What `debootc init` begins is built, boots with all rules kept, and does what it is for: an appliance runs a service of its own,
# a server can be reached and upgrades itself, a container host runs a container. desktop.sh does the same with a desktop.
# takes: 1 s, 600 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "examples.sh resolves them all, server.sh and desktop.sh boot two; three large trees and six boots"
. "$root/e2e/lib/boot-checks.sh"

# A static program makes the smallest image.
declare -A purposes=(
  [appliance]='systemctl is-active app.service'
  [server]='systemctl is-active ssh.service nftables.service ostree-upgrade.timer'
  [container-host]='tar -cC / usr/sbin/ldconfig | podman import --quiet - tiny >/dev/null && podman run --rm tiny /usr/sbin/ldconfig --version | sed -n "1s, .*,,p"'
)
declare -A answers=([appliance]=active [server]='active active active' [container-host]=ldconfig)
for template in appliance server container-host; do
  system=$work/$template
  debootc init "$system" --template "$template"
  if [ "$template" = appliance ]; then
    # As its comments say.
    sed -i 's/^# \(add-files:\|  - \[files\|units:\)/\1/' "$system/system.yaml"
    printf '%s\n' '[Service]' 'ExecStart=/usr/bin/sleep infinity' '[Install]' 'WantedBy=multi-user.target' >"$system/files/app.service"
  fi
  debootc compose "$system/system.yaml" --output-dir "$system/out"
  boot_and_check latest --output-dir "$system/out"
  assert_not "$template: every rule is kept" grep FAILED "$work/checks"
  said=$("$root/bin/debootc" run latest --output-dir "$system/out" --ssh -- sh -c "${purposes[$template]}" | xargs)
  assert_equal "$template: does what it is for" "${answers[$template]}" "$said"
done
