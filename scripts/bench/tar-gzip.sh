#!/bin/bash
# tar-gzip.sh ROOT OUT: a root as one archive, and what it took as JSON.
set -euo pipefail
TIMEFORMAT='{"wall": %R, "cpu": %U, "system": %S}'
pack() { tar --create --xattrs --directory="$1" --file=- . | gzip -c >"$2/archive"; }
{ time pack "$1" "$2" 2>/dev/null; } 2>&1 | python3 -c 'import json, sys
took = json.load(sys.stdin)
print(json.dumps({"wall": took["wall"], "cpu": took["cpu"] + took["system"]}))'
