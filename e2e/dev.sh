#!/bin/bash
# A hub, GitHub's stand-in and two hosts on this machine: a push leads to two variants that act composes at the agents, to
# green checks and to a release whose assets verify; an agent is killed in the middle, and its leg is tried again; a system
# upgrades from one release to the next by the commands of docs/updates.md; a chain of three source packages is built as a task
# each before the variants, and each host has its share of all that.
# takes: 210 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
needs_act

arch=$(dpkg --print-architecture)
from=$work/from dev=$work/dev events=$work/events
cp -r "$root/templates/fleet" "$from"
cp "$root/treefiles/tiny.yaml" "$from/base.yaml"
# For ostree a kernel and an initramfs that are none will do: nothing is booted here.
cat >"$from/tools.yaml" <<'Y'
include: base.yaml
ref: test/tools
add-files:
  - [extra, /usr/share/extra]
  - [boot/vmlinuz, /usr/lib/modules/1-none/vmlinuz]
  - [boot/dracut, /usr/bin/dracut]
  - [boot/dracut, /usr/lib/ostree/ostree-prepare-root]
  - [boot/dracut, /usr/bin/zstd]
Y
mkdir "$from/boot"
echo none >"$from/boot/vmlinuz"
printf '#!/bin/sh\nfor image; do :; done\necho none >"$image"\n' >"$from/boot/dracut"
chmod +x "$from/boot/dracut"
echo one >"$from/extra"
sed -i "s/arches: .*/arches: [$arch]/" "$from/compose.yaml"
printf '%s\n' 'compose: compose.yaml' 'fleet: true' 'on: {push: {branches: main}}' 'release: {branches: main}' \
  'retry: {attempts: 3}' >"$from/.github/debootc.yml"

# Commits are signed on the host that composes them.
mkdir -m 700 "$work/gnupg"
gpg() { command gpg --homedir "$work/gnupg" --batch --quiet "$@"; }
for key in updates stranger; do
  gpg --pinentry-mode loopback --passphrase '' --quick-generate-key "$key" ed25519 sign never
  gpg --armor --export "$key" >"$work/$key.asc"
done
(umask 077 && gpg --pinentry-mode loopback --armor --export-secret-keys updates >"$work/updates.key")
gpgconf --homedir "$work/gnupg" --kill all
sed -i "s|^\( *\)compose-id: .*|&\n\1gpg-key-file: $work/updates.key|" "$from/.github/workflows/debootc.yml"

# A source package that installs one file, built with what others of the chain installed.
package() {
  local name=$1 needs=$2 tree=$from/packages/$1
  mkdir -p "$tree/debian/source"
  echo "3.0 (native)" >"$tree/debian/source/format"
  printf '%s (1) trixie; urgency=low\n\n  * Text.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n' \
    "$name" >"$tree/debian/changelog"
  printf 'Source: %s\nSection: misc\nPriority: optional\nMaintainer: Me <me@example.org>\nStandards-Version: 4.7.2\nBuild-Depends: debhelper-compat (= 13)%s\n\nPackage: %s\nArchitecture: all\nDescription: text\n Text.\n' \
    "$name" "$needs" "$name" >"$tree/debian/control"
  printf '#!/usr/bin/make -f\n%%:\n\tdh $@\n\noverride_dh_auto_build:\n\tcat /usr/share/chain/* >%s.txt || true\n\techo %s >>%s.txt\n' \
    "$name" "$name" "$name" >"$tree/debian/rules"
  echo "$name.txt usr/share/chain" >"$tree/debian/install"
  chmod +x "$tree/debian/rules"
}
rm -rf "$from/packages"
package link-one ""
package link-two ", link-one"
package link-three ", link-two"

# ask PATH: what the hub says; field FILE EXPRESSION: a part of JSON, by Python, where `it` is all of it.
ask() { curl --silent --fail --header "Authorization: Bearer $(cat "$dev/session/hub-key")" "$hub/api/v1$1"; }
field() { python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$@"; }
# until SECONDS DESCRIPTION COMMAND...: it comes to be while the session runs.
until_so() {
  local end=$((SECONDS + $1)) description=$2
  shift 2
  until "$@"; do
    kill -0 "$session_of_dev" || fail "$description: the session ended: $(tail -n 20 "$work/said")"
    [ "$SECONDS" -lt "$end" ] || fail "$description: it did not come to be: $(tail -n 5 "$events")"
    sleep 0.5
  done
  pass "$description"
}
# The tag of a release leads to a run of its own, which is skipped.
the_run() {
  ask "/runs?sha=$(git -C "$dev/images" rev-parse HEAD)" >"$work/runs" || return
  number=$(field "$work/runs" '([r["id"] for r in it["items"] if r["ref"] == "refs/heads/main"] or [""])[0]')
  [ -n "$number" ] && ask "/runs/$number" >"$work/run"
}
run_is_over() { the_run && [ "$(field "$work/run" 'it["run"]["state"] in ("COMPLETED", "FAILED", "INCOMPLETE", "CANCELED")')" = True ]; }
task_runs() {
  the_run &&
    [ "$(field "$work/run" 'any(t["state"] == "RUNNING" and t["kind"] == "leg" for t in it["tasks"])')" = True ]
}
push() { git -C "$dev/images" add --all && git -C "$dev/images" commit --quiet --message "$1" && git -C "$dev/images" push --quiet; }
host_with_order() { ask /hosts >"$work/hosts" && field "$work/hosts" '"".join([h["name"] for h in it["items"] if h["orders"]][:1])'; }
completed() {
  until_so "$1" "$2" run_is_over
  [ "$(field "$work/run" 'it["run"]["state"]')" = COMPLETED ] || fail "it did not complete: $(cat "$work/run")"
}

"$root/bin/debootc" orchestrator dev --directory "$dev" --from "$from" --agents 2 --json >"$events" 2>"$work/said" &
session_of_dev=$!
kept+=("$session_of_dev")
at_end "kill -9 $session_of_dev"
until_so 180 "GitHub, the hub and two hosts are ready" grep --quiet '"type":"ready"' "$events"
grep '"type":"ready"' "$events" >"$work/ready"
address() { field "$work/ready" "[f['value'] for f in it['facts'] if f['label'] == '$1'][0]"; }
hub=$(address hub)
github=$(address GitHub)
github=${github%/dev/images.git}
assert_not "nothing listens but on this machine itself" \
  bash -c "ss --listening --tcp --numeric --processes | grep -E 'pid=($(pgrep --session "$session" --full 'fake-github.ts|orchestrator-app/src' | paste -sd'|'))' | grep -v 127.0.0.1"

echo two >"$dev/images/extra"
push "Change the extra file"
pushed=$(git -C "$dev/images" rev-parse HEAD)
completed 600 "a push leads to a run that completes"
# They are told after the run is over. Whoever has no account may ask for sixty things in an hour.
green() {
  sleep 3
  curl --silent --fail "$github/repos/dev/images/commits/$pushed/check-runs" >"$work/checks" &&
    [ "$(field "$work/checks" '{c["conclusion"] for c in it["check_runs"]}')" = "{'success'}" ]
}
until_so 60 "all its checks go green" green
assert_equal "one for the run, each leg, their assembly and the release" 5 "$(field "$work/checks" 'len(it["check_runs"])')"
assert_equal "and they have tables" True "$(field "$work/checks" 'any("| --- |" in (c["output"]["summary"] or "") + (c["output"]["text"] or "") or "|---|" in (c["output"]["summary"] or "") + (c["output"]["text"] or "") for c in it["check_runs"])')"
curl --silent --fail "$github/repos/dev/images/releases" >"$work/releases"
assert_equal "one release is published" "[False]" "$(field "$work/releases" '[r["draft"] for r in it]')"
mkdir "$work/assets"
field "$work/releases" '"\n".join(a["browser_download_url"] for a in it[0]["assets"])' >"$work/urls"
(cd "$work/assets" && xargs -n 1 curl --silent --fail --remote-name <"$work/urls")
assert "its assets are what its checksums say" env -C "$work/assets" sha256sum --check --quiet --strict SHA256SUMS
assert_equal "with an image of each variant" 2 "$(find "$work/assets" -name "*oci*" | wc -l)"

# A system that follows the releases, as a plain directory that ostree deploys into.
system=$work/system
export OSTREE_SYSROOT=$system OSTREE_REPO=$system/ostree/repo OSTREE_SYSROOT_DEBUG=mutable-deployments
mkdir "$system"
ostree admin init-fs --modern "$system"
ostree admin os-init debian
ostree config set sysroot.bootloader none
ostree remote add updates https://updates.example.org/repo --gpg-import="$work/updates.asc"
# by_page LAST: does what the page says, with LAST for its last command: --os is needed where no system has booted.
by_page() {
  sed -n '/^## How does a host upgrade/,/^## What an image/{/^releases=/,/^ostree admin upgrade/p}' "$root/docs/updates.md" |
    sed "s|=https://github.com/acme/os/|=$github/dev/images/|; s|^leg=.*|leg=tools-$arch|; s|^remote=.*|remote=updates|; s|^ref=.*|ref=test/tools|
      s|--tmpdir=/var/tmp|--tmpdir=$work|; s|^ostree admin upgrade.*|$1|" >"$work/by-page.sh"
  bash -euo pipefail -x "$work/by-page.sh"
}
deployed() { cat "$system/ostree/deploy/debian/deploy/$(ostree rev-parse updates:test/tools).0/usr/share/extra"; }
assert "a system takes the commit of a release, with its signature" by_page "ostree admin deploy --os=debian updates:test/tools"
assert_equal "and deploys it" two "$(deployed)"
field "$work/releases" 'it[0]["body"]' >"$work/notes"
assert_contains "the notes of the release name this commit" "$work/notes" "$(ostree rev-parse updates:test/tools)"

# The agent that has a leg is killed; another one is started by the session, and the leg is tried again.
echo three >"$dev/images/extra"
push "Change it again"
until_so 300 "a leg of the second run is composed" task_runs
victim=$(host_with_order)
agent_of() { pgrep --full "runner-agent/src/main.ts.*$dev/session/$1 "; }
kill -9 "$(agent_of "$victim" | sed -n 1p)"
completed 900 "a run completes although an agent was killed"
assert_equal "by another attempt" True "$(field "$work/run" 'any(t["attempt"] > 1 for t in it["tasks"])')"
assert_matches "which the session has told" "$events" "$victim ended with SIGKILL; it is started again"
curl --silent --fail "$github/_fake/ledger" >"$work/ledger"
assert_equal "no job had two runners, and GitHub saw nothing wrong" "True []" \
  "$(field "$work/ledger" 'len({p["job"] for p in it["pairs"]}) == len(it["pairs"])') $(field "$work/ledger" 'it["violations"]')"

first=$(ostree rev-parse updates:test/tools)
assert "the system upgrades to the next release" by_page "ostree admin upgrade --os=debian --deploy-only"
assert_equal "which has what was pushed" three "$(deployed)"
ostree admin status >"$work/status"
assert_equal "over the one before, which it can go back to" "$(ostree rev-parse updates:test/tools) $first" \
  "$(grep --only-matching --extended-regexp '[0-9a-f]{64}' "$work/status" | paste -sd' ')"
ostree remote delete updates
ostree remote add updates https://updates.example.org/repo --gpg-import="$work/stranger.asc"
assert_not "a system that trusts somebody else takes none" by_page "ostree admin upgrade --os=debian --deploy-only"

# A chain of three, then the variants with what it built.
cat >>"$dev/images/.github/debootc.yml" <<'Y'
packages:
  - {source: packages/link-one}
  - {source: packages/link-two, needs: [packages/link-one]}
  - {source: packages/link-three, needs: [packages/link-two]}
Y
echo 'packages: [link-three]' >>"$dev/images/tools.yaml"
push "Build a chain first"
completed 1200 "a chain of source packages is built before the variants"
assert_equal "as a task each" 3 "$(field "$work/run" 'sum(t["kind"] == "package" for t in it["tasks"])')"
ask /hosts >"$work/hosts"
assert_equal "both hosts took part" True "$(field "$work/hosts" 'all(h["ordersDone"] > 0 for h in it["items"])')"

kill -TERM "$session_of_dev"
assert "the session ends well when it is told to" wait "$session_of_dev"
kept=()
assert_no_leaks "nothing of it is left"
"$root/bin/debootc" orchestrator dev --directory "$dev" --agents 1 --json >"$events" 2>"$work/said" &
session_of_dev=$!
until_so 180 "another session goes on with the working copy" grep --quiet '"type":"ready"' "$events"
kill -9 "$session_of_dev"
wait "$session_of_dev" || true
assert_no_leaks "nothing is left of one that was killed, either"
