#!/bin/bash
# An archive of somebody else's, for scenarios that need packages of their own: . "$root/e2e/lib/vendor.sh"
# after lib.sh. It is empty, lies in $work/repo, and is signed with the key that $vendor_key holds.

export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
mkdir -p "$work/repo" "$work/keys"
vendor_key=$work/keys/vendor.asc
gpg --batch --quiet --passphrase '' --quick-generate-key 'Vendor <vendor@example.org>' ed25519 sign never
gpg --armor --export vendor@example.org >"$vendor_key"
at_end vendor_ends

# vendor_package NAME VERSION [FIELD...]: puts a package into the archive; earlier versions of it go.
vendor_package() {
  local tree=$work/build/$1
  mkdir -p "$tree/DEBIAN" "$tree/usr/share/$1"
  printf '%s\n' "Package: $1" "Version: $2" "Architecture: all" "Maintainer: Vendor <vendor@example.org>" \
    "Description: test" "${@:3}" >"$tree/DEBIAN/control"
  echo "$1 $2" >"$tree/usr/share/$1/data"
  rm -f "$work/repo/$1"_*.deb
  dpkg-deb --root-owner-group --build "$tree" "$work/repo/$1_$2_all.deb" >/dev/null
}

# vendor_publish: writes and signs the indexes of what is in the archive.
vendor_publish() {
  (cd "$work/repo" && apt-ftparchive packages . >Packages &&
    apt-ftparchive -o APT::FTPArchive::Release::Suite=stable release . >Release.new && mv Release.new Release &&
    gpg --batch --yes --quiet --clearsign --output InRelease Release)
}

# vendor_serve [REQUESTS]: serves the archive on $vendor_port; after so many requests the server is gone.
vendor_serve() {
  python3 - "$work/repo" "${1:-}" >"$work/vendor.port" 2>/dev/null <<'P' &
import http.server, os, sys
os.chdir(sys.argv[1])
left = int(sys.argv[2]) if sys.argv[2] else None
class Archive(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        global left
        if left is not None:
            left -= 1
            if left < 0: os._exit(0)
        super().do_GET()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Archive)
print(server.server_port, flush=True)
server.serve_forever()
P
  vendor_server=$!
  until vendor_port=$(cat "$work/vendor.port") && [ -n "$vendor_port" ]; do sleep 0.1; done
}

vendor_ends() {
  kill "${vendor_server:-}" 2>/dev/null || true
  gpgconf --kill all
}
