#!/bin/bash
# A system upgrades itself over HTTP by static delta, keeps what is local, rolls back, and refuses a stranger's commit.
# takes: 330 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "deploying a tree keeps its owners"
. "$root/e2e/lib/boot-checks.sh"

minimal_lock
cp -r "$root/treefiles" "$work/treefiles"
mkdir -m 700 "$work/gnupg" "$work/treefiles/keys"
gpg() { command gpg --homedir "$work/gnupg" --batch --quiet "$@"; }
stop_agent() { gpgconf --homedir "$work/gnupg" --kill all; }
at_end stop_agent
for key in updates other; do
  gpg --pinentry-mode loopback --passphrase '' --quick-generate-key "$key" ed25519 sign never
  (umask 077 && gpg --armor --export-secret-keys "$key" >"$work/$key.secret.asc")
done
gpg --armor --export updates >"$work/treefiles/keys/updates.asc"

ref=debian/trixie/amd64/upgrade
cat >"$work/treefiles/before.yaml" <<Y
include: minimal.yaml
ref: $ref
automatic-version-prefix: "1"
ostree-remote: {name: updates, url: "https://updates.example.org/repo", gpg-keys: [keys/updates.asc]}
Y
# A package with a system account and a service of its own.
cat >"$work/treefiles/after.yaml" <<Y
include: before.yaml
automatic-version-prefix: "2"
packages: [chrony]
Y
# signed NAME KEY: composes a treefile and signs its commit.
signed() {
  debootc compose "$work/treefiles/$1.yaml" --output-dir "$work/out"
  mv "$(readlink -f "$work/out/latest")" "$work/out/$1"
  debootc ostree sign "$work/out/$1/compose/$1/$(dpkg --print-architecture)/ostree" "$ref" --gpg-key-file "$work/$2.secret.asc"
}
signed before updates
signed after updates

before=$(ls -A "$work/out/after")
boot_and_check "$work/out/after" --upgrade-from "$work/out/before"
assert_equal "nothing is added to the compose but logs" "$before" "$(ls -A "$work/out/after")"
assert_not "every rule of the three boots is kept" grep FAILED "$work/checks"
assert_checked before:forged-refused before:upgrade after:deployment after:etc-kept after:var-kept after:accounts \
  after:rollback rolled-back:deployment rolled-back:own-etc delta

assert_status "a compose is no upgrade of itself" 2 debootc boot "$work/out/after" --upgrade-from "$work/out/after"
