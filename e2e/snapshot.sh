#!/bin/bash
# Packages as they were at a time: from a server that keeps its archives by time, as Debian's snapshots are kept.
# takes: 110 s, 130 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
. "$root/e2e/lib/vendor.sh"

# vendor_snapshot TIME VERSION VALID-UNTIL: what the vendor's archive was at that time; its index expires soon after.
vendor_snapshot() {
  local place=$work/repo/archive/vendor/$1
  rm -f "$work/repo"/*.deb
  vendor_package gizmo "$2"
  mkdir -p "$place"
  cp "$work/repo"/*.deb "$place"
  (cd "$place" && apt-ftparchive packages . >Packages &&
    apt-ftparchive -o APT::FTPArchive::Release::Suite=stable -o "APT::FTPArchive::Release::Date=$(rfc "$1")" release . \
      >"$work/Release" && sed "/^Date:/{s/.*/Date: $(rfc "$1")/;a Valid-Until: $(rfc "$3")
}" "$work/Release" >Release && gpg --batch --yes --quiet --clearsign --output InRelease Release)
}
# rfc TIME: the time as a Release file writes it.
rfc() {
  date -u -R -d "${1:0:4}-${1:4:2}-${1:6:2} ${1:9:2}:${1:11:2}:${1:13:2}" | sed 's/+0000/UTC/'
}
vendor_snapshot 20260901T000000Z 1.0 20260908T000000Z
vendor_snapshot 20260915T000000Z 1.1 20260922T000000Z

# A time whose archive is what another one was: later, and after its index had expired.
cp -r "$work/repo/archive/vendor/20260915T000000Z" "$work/repo/archive/vendor/20260910T000000Z"
cp -r "$work/repo/archive/vendor/20260915T000000Z" "$work/repo/archive/vendor/20260930T000000Z"
vendor_serve
# Debian's own archive by this time: the mirror of this machine, which no host is named for here.
read -r mirror security < <(cd "$root/packages/pipeline" && "$root/script/node" --input-type=module -e '
  const { hostMirrors } = await import("@debootc/tools/apt/apt-config");
  const { main, security } = await hostMirrors();
  console.log(process.env.DEBOOTC_MIRROR ?? main, security ?? `${main}-security`);')
python3 - "$mirror" "$security" "$work/asked" >"$work/debian.port" 2>/dev/null <<'P' &
import http.server, re, sys
places = {"debian": sys.argv[1].rstrip("/"), "debian-security": sys.argv[2].rstrip("/")}
asked = open(sys.argv[3], "a", buffering=1)
class Snapshots(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.write(self.path + "\n")
        found = re.fullmatch(r"/archive/(debian|debian-security)/(\d{8}T\d{6}Z)(/.*)", self.path)
        self.send_response(302 if found else 404)
        if found: self.send_header("Location", places[found[1]] + found[3])
        self.send_header("Content-Length", "0")
        self.end_headers()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Snapshots)
print(server.server_port, flush=True)
server.serve_forever()
P
debian_server=$!
at_end debian_ends
debian_ends() { kill "$debian_server" || true; }
until port=$(cat "$work/debian.port") && [ -n "$port" ]; do sleep 0.1; done

# treefile NAME TIME: Debian's packages of now, the vendor's of that time.
treefile() {
  cat >"$work/$1.yaml" <<Y
include: treefiles/tiny.yaml
ref: test/$1
snapshot: $2
sources:
  - id: vendor
    uris: http://127.0.0.1:$vendor_port/archive/vendor/@SNAPSHOTID@
    suites: ./
    signed-by: keys/vendor.asc
$(sed -n 's/^/  /p' "$work/base")
packages: [gizmo]
Y
}
printf '%s\n' '- id: debian' "  uris: $mirror" '  suites: trixie' '  components: main' >"$work/base"

treefile first 20260901T000000Z
assert "a snapshot whose index has expired since composes" debootc compose "$work/first.yaml" --output-dir "$work/out" "${unjudged[@]}"
gizmo() { ostree --repo="$work/out/latest/compose/$1/$arch/ostree" cat "test/$1" /usr/share/gizmo/data; }
assert_equal "with the packages of its time" "gizmo 1.0" "$(gizmo first)"
lock=$work/out/latest/compose/first/$arch/lock.json
assert_contains "the lock records the time" "$lock" '"snapshot":"20260901T000000Z"'
assert_not "and no address" grep -F 127.0.0.1 "$lock"
assert_matches "that validity was held against it" "$lock" '"checkValidUntil":true,[^}]*"sourceId":"vendor"'
debootc lock "$work/first.yaml"
sed -i 's/^snapshot: .*/snapshot: 20260915T000000Z/' "$work/first.yaml"
assert_status "another time makes the lock stale" 5 debootc compose "$work/first.yaml" --output-dir "$work/out" "${unjudged[@]}"
debootc lock "$work/first.yaml"
assert "a compose from the new lock finds its packages there" debootc compose "$work/first.yaml" --output-dir "$work/out" "${unjudged[@]}"
assert_equal "and has those of the later time" "gizmo 1.1" "$(gizmo first)"

refused() { # DESCRIPTION STATUS PATTERN COMMAND...
  assert_status "$1: exit status" "$2" debootc "${@:4}" >"$work/said" 2>&1
  assert_matches "$1: says so" "$work/said" "$3"
}
treefile early 20260910T000000Z
refused "an index that is newer than the snapshot" 9 'is dated 2026-09-15T00:00:00Z, which is after the snapshot' lock "$work/early.yaml"
treefile late 20260930T000000Z
refused "an index that had expired by then" 9 'had expired at the time of the snapshot: it is valid until 2026-09-22' lock "$work/late.yaml"
sed -i '/signed-by/a\    check-valid-until: false' "$work/late.yaml"
assert "unless the source says that it does not matter" debootc lock "$work/late.yaml"
treefile gone 20260101T000000Z
refused "a time that the server does not have" 3 'vendor' lock "$work/gone.yaml"

# Debian's own archive, with its updates and security, by the address of the mirror.
now=$(date -u +%Y%m%dT%H%M%SZ)
printf '%s\n' 'include: treefiles/tiny.yaml' 'ref: test/own' "snapshot: $now" >"$work/own.yaml"
snapshots=http://127.0.0.1:$port/archive/debian/@SNAPSHOTID@
refused "a mirror without snapshots" 3 'has no place for the snapshot' lock "$work/own.yaml"
refused "a mirror of snapshots without one" 3 'names none' lock "$work/treefiles/tiny.yaml" --lock "$work/tiny.lock.json" --mirror "$snapshots"
# How a tree is built of them, the first one has shown.
only_gathered=(--phase gather)
[ -z "${DEBOOTC_TEST_FULL:-}" ] || only_gathered=()
assert "a snapshot of Debian has all that a compose takes" debootc compose "$work/own.yaml" --mirror "$snapshots" \
  "${only_gathered[@]}" --output-dir "$work/out" --cache-dir "$work/cache"
for suite in debian/$now/dists/trixie debian/$now/dists/trixie-updates debian-security/$now/dists/trixie-security; do
  assert_contains "its index comes from there: ${suite##*/}" "$work/asked" "/archive/$suite/InRelease"
done
assert_contains "and so do its packages" "$work/asked" "/archive/debian/$now/pool/main/b/bash/"
