# The system before: edits what an administrator would, is offered a forged upgrade, then takes the genuine one.
# Read by probe.sh. $remote and $address are set in settings.sh.
echo '192.0.2.1 edited-by-debootc' >>/etc/hosts
echo added >/etc/debootc-added
echo kept >/var/lib/debootc-kept
useradd --no-create-home --uid 60001 edited-by-debootc
say useradd "$?"

offer() { sed -i "s|^url=.*|url=$address/$1|" "/etc/ostree/remotes.d/$remote.conf"; }

upgrade() {
  output=$(ostree admin upgrade 2>&1)
  status=$?
  say "$1-status" "$status"
  say "$1-output" "$(printf '%s' "$output" | tail -n 5)"
}

if grep -qE '^(gpg-verify=true|sign-verify=)' "/etc/ostree/remotes.d/$remote.conf"; then
  offer forged
  upgrade forged
  say forged-deployments "$(ls -d /sysroot/ostree/deploy/*/deploy/*.? | wc -l)"
fi
offer repo
upgrade genuine
