#!/bin/bash
# An archive behind a password, which only apt's auth files know: it opens the archive, and is told to nobody else.
# takes: 85 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
. "$root/e2e/lib/vendor.sh"
vendor_package gizmo 1.0
vendor_publish

# It gives nothing without the password, keeps its packages on another server, and writes down at each request what
# all processes of the machine could see: arguments and environments.
name=joe
password=correct-horse-$RANDOM$RANDOM
python3 - "$work" "$name:$password" >"$work/ports" 2>/dev/null <<'P' &
import base64, glob, http.server, os, sys, threading
work, secret = sys.argv[1], sys.argv[2]
os.chdir(f"{work}/repo")
wanted = "Basic " + base64.b64encode(secret.encode()).decode()
seen, told, asked = (open(f"{work}/{name}", "ab", buffering=0) for name in ("seen", "told", "asked"))
def look():
    for path in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
        if path.startswith((f"/proc/{os.getpid()}/", f"/proc/{os.getppid()}/")): continue
        try: seen.write(open(path, "rb").read().replace(b"\0", b" ") + b"\n")
        except OSError: pass
class Pool(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        told.write(f"{self.path} {dict(self.headers)}\n".encode())
        self.path = "/" + os.path.basename(self.path)
        super().do_GET()
class Private(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        look()
        opens = self.headers.get("Authorization") == wanted
        asked.write(f"{self.path} {'opened' if opens else 'refused'}\n".encode())
        if not opens:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="private"')
        elif self.path.endswith(".deb"):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{pool.server_port}{self.path}")
        else:
            return super().do_GET()
        self.send_header("Content-Length", "0")
        self.end_headers()
pool = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pool)
threading.Thread(target=pool.serve_forever, daemon=True).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Private)
print(server.server_port, flush=True)
server.serve_forever()
P
vendor_server=$!
until port=$(cat "$work/ports") && [ -n "$port" ]; do sleep 0.1; done

cat >"$work/private.yaml" <<Y
include: treefiles/tiny.yaml
ref: test/private
sources:
  - id: vendor
    uris: http://127.0.0.1:$port
    suites: ./
    signed-by: keys/vendor.asc
packages: [gizmo]
Y

# with_auth FILE TEXT COMMAND...: with this text in /etc/apt/FILE, for the command alone.
with_auth() {
  rm -rf "$work/apt"
  cp -a /etc/apt "$work/apt"
  [ -z "$1" ] || printf '%s\n' "$2" >"$work/apt/$1"
  unshare --mount --propagation private bash -c 'mount --bind "$0" /etc/apt && exec "$@"' "$work/apt" "${@:3}"
}
debootc_with() { # FILE TEXT ARGUMENT...
  echo "\$ debootc ${*:3}"
  with_auth "$1" "$2" "$root/bin/debootc" "${@:3}" --cache-dir "$work/cache"
}
right="machine http://127.0.0.1:$port login $name password $password"

assert "a password in auth.conf.d opens the archive" debootc_with auth.conf.d/private.conf "$right" compose "$work/private.yaml" --output-dir "$work/out" >"$work/said" 2>&1
assert_contains "to resolve" "$work/asked" "InRelease opened"
assert_contains "and to fetch" "$work/asked" "gizmo_1.0_all.deb opened"
gizmo() { ostree --repo="$work/out/latest/compose/private/$arch/ostree" cat test/private /usr/share/gizmo/data; }
assert_equal "its package is in the image" "gizmo 1.0" "$(gizmo)"
assert_contains "another server, where the archive sends on to, is asked" "$work/told" gizmo_1.0_all.deb
assert_not "and not told the password" grep -i authorization "$work/told"

vendor_package gizmo 1.1
vendor_publish
assert "so does one in auth.conf, in netrc's lines" debootc_with auth.conf "machine http://127.0.0.1:$port
  login $name
  password $password" compose "$work/private.yaml" --output-dir "$work/out" >>"$work/said" 2>&1
assert_equal "with what is new" "gizmo 1.1" "$(gizmo)"

# Nobody else is told: neither as it is nor as it goes over the wire.
wire=$(printf %s "$name:$password" | base64)
untold() { # DESCRIPTION PATH...
  assert_not "the password is not in $1" grep -rlF -e "$password" -e "$wire" "${@:2}"
}
assert_contains "processes were looked at while they fetched" "$work/seen" /methods/http
untold "arguments or environments of processes" "$work/seen"
untold "what is said" "$work/said"
untold "logs, records and the lock" "$work/out"
untold "the cache, with the root" "$work/cache"
ostree --repo="$work/out/latest/compose/private/$arch/ostree" checkout -U test/private "$work/tree"
untold "the commit" "$work/tree"
mkdir "$work/layers"
for blob in "$work/out/latest/compose/private/$arch/oci/blobs/sha256"/*; do
  zstd -qdc "$blob" >"$work/layers/${blob##*/}" 2>/dev/null || cp "$blob" "$work/layers/${blob##*/}"
done
untold "the image" "$work/layers"

refused() { # DESCRIPTION FILE TEXT PATTERN ARGUMENT...
  assert_status "$1: exit status" 32 debootc_with "$2" "$3" "${@:5}" >"$work/said" 2>&1
  assert_matches "$1: says so" "$work/said" "$4"
  assert_contains "$1: says what to do" "$work/said" '/etc/apt/auth.conf.d/'
  assert_not "$1: tells no password" grep -F -e hunter2 -e "$password" "$work/said"
}
wrong="machine http://127.0.0.1:$port login $name password hunter2"
refused "no password" '' '' "source vendor .*refuses access: .*no name and password" lock "$work/private.yaml"
refused "a wrong password" auth.conf.d/private.conf "$wrong" "source vendor .*refuses access: .*wrong ones" lock "$work/private.yaml"
assert "an image can be locked with the right one" debootc_with auth.conf.d/private.conf "$right" lock "$work/private.yaml"
rm -r "$work/cache/debs"
refused "a wrong password for what a lock names" auth.conf.d/private.conf "$wrong" "gizmo 1.1 all from vendor: 401 Unauthorized at" compose "$work/private.yaml" --no-cache --output-dir "$work/out"
