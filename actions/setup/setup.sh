#!/bin/bash
# Prepares a runner for debootc. Takes the inputs of the action by environment:
#   EMULATION=true  also what runs programs of other architectures
#   FREE_DISK=N     removes software that hosted runners bring until N GiB are free
# Exit status: 0 ready, 2 wrong inputs, 80 root is needed and cannot be had, 90 something is missing and could not be installed.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)

main() {
  local options=(--actions)
  case "${EMULATION:-false}" in
    true | True | TRUE) options+=(--emulation) ;;
    false | False | FALSE | "") ;;
    *) refuse "emulation" "$EMULATION" "true, false" ;;
  esac
  [[ "${FREE_DISK:=0}" =~ ^[0-9]{1,6}$ ]] || refuse "free-disk" "$FREE_DISK" "a whole number of GiB from 0"
  free_disk "$FREE_DISK"
  allow_user_namespaces
  "$root/script/setup" "${options[@]}" || not_ready $?
}

# not_ready STATUS: says in the words that the hub reads that the machine is at fault, not what is composed on it.
not_ready() {
  echo "::error title=debootc%3A tool-missing (infrastructure)::this runner could not be set up: the lines above say why"
  exit "$1"
}

refuse() {
  # Whatever was given, it is text in one line to the runner.
  local given=${2//$'\n'/ }
  given=${given//$'\r'/ }
  echo "::error title=debootc%3A usage (configuration)::the input $1 cannot be \"${given//%/%25}\"; allowed: $3"
  exit 2
}

# Largest first, and nothing that a workflow for Debian images is likely to use.
free_disk() {
  local wanted=$1 path
  for path in /usr/local/lib/android /usr/share/dotnet /opt/hostedtoolcache/CodeQL /opt/ghc /usr/local/.ghcup \
    /usr/share/swift /opt/hostedtoolcache/PyPy /usr/local/share/powershell; do
    [ "$(free_gib)" -lt "$wanted" ] || return 0
    [ ! -e "$path" ] || {
      needs_root "free disk space"
      echo "setup: removing $path, to free disk space"
      as_root rm -rf --one-file-system -- "$path"
    }
  done
  [ "$(free_gib)" -ge "$wanted" ] ||
    echo "::warning title=debootc::only $(free_gib) GiB are free, not $wanted as the input free-disk wants"
}

free_gib() {
  df --output=avail --block-size=1G -- "${GITHUB_WORKSPACE:-$PWD}" | tail -n 1 | tr -d ' '
}

# Ubuntu 24.04 lets only programs with a profile of AppArmor make them, and the sandbox has none.
allow_user_namespaces() {
  local switch=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
  [ -e "$switch" ] && [ "$(cat "$switch")" = 1 ] || return 0
  needs_root "allow user namespaces"
  echo 0 | as_root tee "$switch" >/dev/null
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive -- "$@"; fi
}

# needs_root PURPOSE: ends with what to do where nobody can become root.
needs_root() {
  local said
  [ "$(id -u)" -ne 0 ] || return 0
  said=$(sudo --non-interactive -- true 2>&1) && return 0
  said=${said//$'\n'/ }
  echo "::error title=debootc%3A isolation-unavailable (infrastructure)::cannot $1: the user of this runner cannot become root: ${said//%/%25}%0Ahint: Let sudo ask this user for no password, or run the runner as root."
  exit 80
}

[ "${BASH_SOURCE[0]}" != "$0" ] || main
