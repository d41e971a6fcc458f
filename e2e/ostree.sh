#!/bin/bash
# Publishing updates: a repository that outlives composes, signed, with deltas, served over HTTP to real clients.
# takes: 135 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
ref=test/site
repo=$work/updates
cp -r "$root/treefiles" "$work/treefiles"

# gpg_key NAME [OPTION...]: leaves $work/NAME.asc and $work/NAME.key.
export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
at_end "gpgconf --kill all"
quiet_gpg() { gpg --batch --quiet --pinentry-mode=loopback "$@"; }
gpg_key() {
  quiet_gpg --passphrase="${passphrase:-}" "${@:2}" --quick-generate-key "$1@example.org" ed25519 sign "${days:-never}"
  quiet_gpg --armor --export "$1@example.org" >"$work/$1.asc"
  (umask 077 && quiet_gpg --passphrase="${passphrase:-}" --armor --export-secret-keys "$1@example.org" >"$work/$1.key")
}
gpg_key first
gpg_key second
gpg_key forger
passphrase=secret gpg_key locked
days=30d gpg_key expired --faked-system-time=1700000000!
fingerprint() { gpg --with-colons --list-keys "$1@example.org" | awk -F: '/^fpr/ { print $10; exit }'; }

# compose: a tree with the given text in it.
compose() {
  printf 'include: treefiles/tiny.yaml\nref: %s\nadd-files: [[text, /usr/share/text]]\n' "$ref" >"$work/site.yaml"
  echo "$1" >"$work/text"
  debootc compose "$work/site.yaml" --output-dir "$work/out" "${unjudged[@]}"
}
checksum() { ostree --repo="$repo" rev-parse "$ref"; }
summary() { debootc ostree summary "$repo" "$@"; }
sign() { debootc ostree sign "$repo" "$ref" "$@"; }
# refused DESCRIPTION STATUS TEXT COMMAND...
refused() {
  local status=0
  "${@:4}" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  assert_equal "$1: exit status" "$2" "$status"
  assert_contains "$1: says why" "$work/said" "$3"
}

debootc ostree init "$repo"
assert_equal "init makes a repository for web servers" archive-z2 "$(ostree --repo="$repo" config get core.mode)"
refused "init where something is" 2 "already exists" debootc ostree init "$repo"
refused "a directory that is no repository" 2 "is not an ostree repository" debootc ostree fsck "$work/treefiles"

compose one
first=$(cat "$work/out/latest/COMPOSE_ID")
debootc ostree pull "$repo" "$work/out/latest"
assert_equal "pull brings the commit of a compose" \
  "$(ostree --repo="$work/out/latest/compose/site/$arch/ostree" rev-parse "$ref")" "$(checksum)"
assert "all of it" debootc ostree fsck "$repo"

# The same compose again, signed in one go.
plain=$(checksum)
refused "a compose by an expired key" 9 "expired on" debootc compose "$work/site.yaml" --output-dir "$work/none" --gpg-key-file "$work/expired.key"
assert_not "is refused before any work" test -e "$work/none"
debootc compose "$work/site.yaml" --output-dir "$work/signed" "${unjudged[@]}" --gpg-key-file "$work/first.key"
own=$work/signed/latest/compose/site/$arch/ostree
assert "a compose signs its commit and summary" debootc ostree verify "$own" "$ref" --gpg-key "$work/first.asc" --summary
assert_equal "signed or not, the commit is the same" "$plain" "$(ostree --repo="$own" rev-parse "$ref")"
assert_contains "the record names the key" "$work/signed/latest/compose/metadata/compose.json" "$(fingerprint first)"
assert_not "and nothing holds it" grep -r -q -e "PRIVATE KEY" -e first.key "$work/signed/latest/compose" "$work/signed/latest/logs"

# A compose whose repository somebody changed.
cp -a "$work/out/$first" "$work/out/changed"
forged=$work/out/changed/compose/site/$arch/ostree
mkdir "$work/evil"
ostree --repo="$forged" commit --branch="$ref" --tree=dir="$work/evil" >/dev/null
ostree --repo="$forged" summary --update
before=$(checksum)
refused "a commit that the compose does not record" 8 "but the compose records" debootc ostree pull "$repo" "$work/out/changed"
assert_equal "and the ref stays" "$before" "$(checksum)"

# Signing.
sign --gpg-key-file "$work/first.key"
assert_equal "a signature leaves the checksum alone" "$before" "$(checksum)"
assert "what was signed is accepted" debootc ostree verify "$repo" "$ref" --gpg-key "$work/first.asc"
refused "a key that did not sign" 9 "has no accepted signature" debootc ostree verify "$repo" "$ref" --gpg-key "$work/forger.asc"
sign --gpg-key-file "$work/first.key"
debootc ostree log "$repo" "$ref" --json >"$work/said"
assert_equal "signing again adds nothing" 1 "$(grep -o "$(fingerprint first)" "$work/said" | wc -l)"
refused "no key" 2 "no key is given" sign
refused "a public key" 9 "contains a public key" sign --gpg-key-fd 7 7<"$work/first.asc"
refused "a key with a passphrase" 9 "protected by a passphrase" sign --gpg-key-file "$work/locked.key"
refused "an expired key" 9 "expired on" sign --gpg-key-file "$work/expired.key"
refused "no key at all" 9 "does not contain an OpenPGP key" sign --gpg-key-fd 7 7<"$work/text"
refused "a descriptor that nobody opened" 2 "file descriptor 99 cannot be read" sign --gpg-key-fd 99
refused "a ref that is a path" 2 "does not name a commit" debootc ostree sign "$repo" ../../etc --gpg-key-file "$work/first.key"
refused "a ref that is an option" 2 "" debootc ostree delta "$repo" -- --repo=/x
chmod 644 "$work/second.key"
refused "a secret that others may read" 9 "can be read by others" sign --gpg-key-file "$work/second.key"
chmod 600 "$work/second.key"
if ostree --version | grep -e '- sign-ed25519$' >/dev/null; then
  openssl genpkey -algorithm ed25519 -outform DER -out "$work/ed25519.der"
  openssl pkey -inform DER -in "$work/ed25519.der" -pubout -outform DER | tail -c 32 | base64 >"$work/ed25519.pub"
  (umask 077 && { tail -c 32 "$work/ed25519.der"; base64 -d "$work/ed25519.pub"; } | base64 -w0 >"$work/ed25519.key")
  sign --ed25519-key-file "$work/ed25519.key"
  assert "ed25519 signs and verifies" debootc ostree verify "$repo" "$ref" --ed25519-key "$work/ed25519.pub"
else
  refused "ed25519, where ostree has none" 90 "was built without ed25519" sign --ed25519-key-file "$work/first.key"
fi
assert_not "no secret stands in the repository" grep -r -q "PRIVATE KEY" "$repo"
debootc ostree verify "$repo" "$ref" --gpg-key "$work/first.asc" --json >"$work/said"
assert_not "nor in an answer" grep -q "PRIVATE KEY" "$work/said"

# A client with the first key, as an image with ostree-remote has it.
summary --gpg-key-file "$work/first.key"
mkdir "$work/log"
python3 -u -m http.server --bind 127.0.0.1 --directory "$work" 0 >"$work/http.port" 2>"$work/http.log" &
server=$!
at_end "kill $server"
for _ in {1..100}; do
  port=$(grep -o 'port [0-9]*' "$work/http.port" | cut -d' ' -f2) && [ -n "$port" ] && break
  sleep 0.1
done
url=http://127.0.0.1:$port/updates
# client NAME KEY...: a repository of a machine that has these keys.
client() {
  local keys=$work/$1.keys
  mkdir -p "$keys"
  cp "${@:2}" "$keys"
  ostree --repo="$work/$1" init --mode=bare-user
  ostree --repo="$work/$1" remote add --set=gpg-verify=true --set=gpg-verify-summary=true --set=gpgkeypath="$keys" debian "$url"
}
update() { ostree --repo="$work/$1" pull debian "$ref"; }
client old "$work/first.asc"
client both "$work/first.asc" "$work/second.asc"
client stranger "$work/forger.asc"
assert "a client with the key takes the commit" update old
assert "and so does one with two keys" update both
assert_not "a client with another key refuses it" update stranger

# The next commit: nothing is seen of it before the summary; then as a delta.
compose two
debootc ostree pull "$repo" "$work/out/latest"
assert "before the summary is written anew" update old
assert_equal "clients stay where they are" "$before" "$(ostree --repo="$work/old" rev-parse "debian:$ref")"
refused "a summary that is older than the refs" 8 "is older than its refs" \
  debootc ostree verify "$repo" "$before" --gpg-key "$work/first.asc" --summary
debootc ostree delta "$repo" "$ref"
refused "a summary without the signature that it had" 2 "is signed, and no key is given" summary
summary --gpg-key-file "$work/first.key"
refused "what nobody signed" 9 "nobody has signed" debootc ostree verify "$repo" "$ref" --gpg-key "$work/first.asc"
assert_not "a commit without a signature is refused by clients" update old
sign --gpg-key-file "$work/forger.key"
summary --gpg-key-file "$work/first.key"
assert_not "and so is one that somebody else signed" update old
# Behind debootc's back: the delta still has the signatures that it was made with.
GNUPGHOME=$work/gnupg ostree --repo="$repo" gpg-sign "$(checksum)" "$(fingerprint first)"
refused "a delta that was made before its commit was signed" 8 "was made before the commit" \
  debootc ostree verify "$repo" "$ref" --gpg-key "$work/first.asc"
sign --gpg-key-file "$work/first.key" >"$work/said"
assert_contains "deltas are made again with the signature" "$work/said" "made again"
assert "then the commit is what clients accept" debootc ostree verify "$repo" "$ref" --gpg-key "$work/first.asc"
summary --gpg-key-file "$work/first.key"
: >"$work/http.log"
assert "with the signature it is taken" update old
assert_matches "as parts of a delta" "$work/http.log" 'GET /updates/deltas/[^ ]*/0 '
assert_not "and not file by file" grep -q 'GET /updates/objects/.*\.filez' "$work/http.log"
assert_equal "it is the commit" "$(checksum)" "$(ostree --repo="$work/old" rev-parse "debian:$ref")"
debootc ostree delta "$repo" "$ref" --json >"$work/said"
assert_contains "a delta is made once" "$work/said" '"reused":true'
assert_equal "clients see no refs but those that were published" "$ref" "$(ostree --repo="$work/old" remote refs debian | cut -d: -f2)"

# A new key: both sign while machines learn of it, then it signs alone.
# Directories are committed faster than trees are composed, and clients see no difference. They are so large that a delta
# can be killed.
mkdir "$work/published"
publish() {
  head -c 4M /dev/urandom >"$work/published/data"
  debootc ostree commit "$repo" "$work/published" --ref "$ref" --root-owned
}
publish
debootc ostree delta "$repo" "$ref"
sign --gpg-key-file "$work/first.key" --gpg-key-fd 7 7<"$work/second.key"
summary --gpg-key-file "$work/first.key" --gpg-key-file "$work/second.key"
client new "$work/second.asc"
for name in old both new; do assert "signed by two keys, it is taken by $name" update $name; done
publish
sign --gpg-key-file "$work/second.key"
summary --gpg-key-file "$work/second.key"
assert "signed by the new key alone, it is taken with both keys" update both
assert "and with the new one" update new
assert_not "but not with the old one" update old

# From a server into another repository.
debootc ostree init "$work/mirror"
refused "a server without a key" 2 "no key is given" debootc ostree pull "$work/mirror" "$url" "$ref"
refused "a server by the wrong key" 9 "not signed by a key" debootc ostree pull "$work/mirror" "$url" "$ref" --gpg-key "$work/forger.asc"
refused "a password in the URL" 2 "user name or password" debootc ostree pull "$work/mirror" "http://me:pass@127.0.0.1/x" "$ref"
assert_not "which is not repeated" grep -q "^debootc:.*me:pass" "$work/said"
debootc ostree pull "$work/mirror" "$url" --gpg-key "$work/second.asc"
assert_equal "a server's only ref by the right key" "$(checksum)" "$(ostree --repo="$work/mirror" rev-parse "$ref")"

# Directories, differences, and what is old.
mkdir "$work/site"
echo 1 >"$work/site/config"
debootc ostree commit "$work/mirror" "$work/site" --ref site/config --root-owned --timestamp 2026-11-23T00:00:00Z
once=$(ostree --repo="$work/mirror" rev-parse site/config)
echo 2 >"$work/site/config"
debootc ostree commit "$work/mirror" "$work/site" --ref site/config --tree-version 2
assert_equal "a commit has the one before as its parent" "$once" "$(ostree --repo="$work/mirror" rev-parse site/config^)"
debootc ostree diff "$work/mirror" site/config --files >"$work/said"
assert_contains "diff names paths" "$work/said" '~ /config'
debootc ostree diff "$repo" "$ref" >"$work/said"
assert_contains "and what a ref named before counts as before" "$work/said" '0 added, 0 removed, 1 changed'
debootc ostree log "$repo" "$ref" --json >"$work/said"
assert_equal "log knows all that a ref named" 4 "$(grep -o '"checksum"' "$work/said" | wc -l)"
objects() { find "$repo/objects" -type f | wc -l; }
count=$(objects)
debootc ostree prune "$repo" --keep 2 >"$work/said"
assert_contains "prune first tells" "$work/said" '2 commits and '
assert_equal "and removes nothing" "$count" "$(objects)"
debootc ostree prune "$repo" --keep 2 --apply
debootc ostree log "$repo" "$ref" --json >"$work/said"
assert_equal "then it keeps as many as it is told" 2 "$(grep -o '"checksum"' "$work/said" | wc -l)"
assert "and nothing that is needed is gone" debootc ostree fsck "$repo"

# The page about all this, command by command.
mkdir -p "$work/page/treefiles"
ln -s "$root/bin" "$work/page/bin"
printf 'include: ../../treefiles/tiny.yaml\nref: debian/${suite}/${basearch}/minimal\n' >"$work/page/treefiles/minimal.yaml"
{
  echo set -eux
  # The treefile changes between its two composes, in what costs no new root: the same again would be the same commit.
  awk '/^```sh$/ { shown = 1; next } /^```$/ { shown = 0 } shown' "$root/docs/ostree.md" | sed "s,/amd64/,/$arch/,
    s,^bin/debootc compose.*,&; echo 'add-commit-metadata: {org.example.serial: two}' >>treefiles/minimal.yaml,"
} >"$work/page/commands"
assert_equal "the page has its commands" 14 "$(grep -c '^bin/debootc' "$work/page/commands")"
(cd "$work/page" && bash commands) && status=0 || status=$?
assert_equal "and they work as they stand, one after the other" 0 "$status"

# One at a time; and whatever is killed leaves the last summary, whole and with its own signature.
flock --no-fork "$repo/.debootc-lock" sleep 60 &
holder=$!
for _ in {1..100}; do flock --nonblock "$repo/.debootc-lock" true || break; sleep 0.1; done
refused "while another changes the repository" 60 "another debootc is changing" summary --gpg-key-file "$work/second.key"
assert "reading goes on" debootc ostree log "$repo" "$ref"
kill "$holder"
wait "$holder" || true
pkill_group() { kill -9 -- "-$1" 2>/dev/null || true; }
for pause in 0.3 0.6 0.9 1.2 1.5; do
  setsid "$root/bin/debootc" ostree summary "$repo" --gpg-key-file "$work/second.key" &
  victim=$!
  sleep "$pause"
  pkill_group "$victim"
  wait "$victim" || true
  [ ! -e "$repo/summary.sig" ] || ostree --repo="$work/new" remote refs debian >/dev/null ||
    fail "killed after $pause s, a summary stands beside the signature of another"
done
pass "a killed summary is the old or the new one, or has no signature"
setsid "$root/bin/debootc" ostree delta "$repo" "$ref" --from "$(ostree --repo="$repo" refs --list | grep debootc-history | sed -n 1p)" &
victim=$!
sleep 0.5
pkill_group "$victim"
wait "$victim" || true
summary --gpg-key-file "$work/second.key"
assert_equal "the next run clears up" "" "$(find "$repo/tmp" -name 'debootc-*')"
assert "and clients go on" update new
# One that stays: others on this machine, such as the integration tests, may be signing just now.
no_agent() {
  for _ in {1..50}; do
    pgrep -f "gpg-agent --homedir /run/memory" || return 0
    sleep 0.2
  done
  return 1
}
assert "no agent holds a key" no_agent

# Not enough room: the old summary stays.
mkdir "$work/small"
mount -t tmpfs -o size=8M none "$work/small"
at_end "umount $work/small"
debootc ostree init "$work/small/repo"
debootc ostree commit "$work/small/repo" "$work/site" --ref site/config
summary_of_small() { sha256sum "$work/small/repo/summary"; }
debootc ostree summary "$work/small/repo"
was=$(summary_of_small)
refused "a full disk" 70 "No space left" debootc ostree pull "$work/small/repo" "$work/out/latest"
assert_equal "leaves the refs" site/config "$(ostree --repo="$work/small/repo" refs --list)"
assert_equal "and the summary" "$was" "$(summary_of_small)"
umount "$work/small"
ending=("gpgconf --kill all" "kill $server")
kill "$server"
gpgconf --kill all
wait "$server" || true
