#!/bin/bash
# A compose of which something failed that can be done without: it says so, and what it made is there.
# takes: 30 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
. "$root/e2e/lib/vendor.sh"
vendor_package gizmo 1.0
vendor_publish

# The archive is asked while the compose runs: whoever asks finds a directory in the place of the report.
python3 - "$work" >"$work/vendor.port" 2>/dev/null <<'P' &
import glob, http.server, os, sys
work = sys.argv[1]
os.chdir(f"{work}/repo")
class Archive(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        for compose in glob.glob(f"{work}/out/*-*"):
            if os.path.exists(f"{work}/in-the-way"): os.makedirs(f"{compose}/report.html", exist_ok=True)
        super().do_GET()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Archive)
print(server.server_port, flush=True)
server.serve_forever()
P
vendor_server=$!
until port=$(cat "$work/vendor.port") && [ -n "$port" ]; do sleep 0.1; done
cat >"$work/system.yaml" <<Y
include: treefiles/tiny.yaml
ref: test/system
sources: [{id: vendor, uris: "http://127.0.0.1:$port", suites: ./, signed-by: keys/vendor.asc}]
packages: [gizmo]
Y

touch "$work/in-the-way"
assert_status "a report that cannot be written ends with exit status 4" 4 debootc compose "$work/system.yaml" --output-dir "$work/out" >"$work/said" 2>&1
assert_contains "says that the compose is incomplete, and for want of what" "$work/said" 'is incomplete: report failed'
assert_contains "and why" "$work/said" EISDIR
latest=$work/out/latest
assert_equal "STATUS says it too" FINISHED_INCOMPLETE "$(cat "$latest/STATUS")"
assert_matches "as does the record" "$latest/compose/metadata/compose.json" '"failed":\["report"\]'
assert_equal "the commit is published" "gizmo 1.0" "$(ostree --repo="$latest/compose/system/$arch/ostree" cat test/system /usr/share/gizmo/data)"
assert "and so is the image" skopeo inspect "oci:$latest/compose/system/$arch/oci:latest"
assert_equal "and nothing of the work is left" '' "$(ls -A "$latest/work" 2>/dev/null)"

rm "$work/in-the-way"
assert "the next compose is whole" debootc compose "$work/system.yaml" --output-dir "$work/out"
assert_equal "with STATUS FINISHED" FINISHED "$(cat "$latest/STATUS")"
assert "and a report" test -f "$latest/report.html"
