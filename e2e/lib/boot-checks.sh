#!/bin/bash
# What a boot found, for scenarios that boot: . "$root/e2e/lib/boot-checks.sh" after lib.sh.

# boot_and_check ARGUMENT...: runs debootc boot and writes the rules that it checked into $work/checks, a line each:
# "passed" or "FAILED", the rule, and what was seen; the last line says in JSON what an upgrade fetched.
boot_and_check() {
  debootc boot "$@" --json >"$work/events"
  tail -n 1 "$work/events" >"$work/result"
  python3 - "$work/result" >"$work/checks" <<'P'
import json, sys
result = json.load(open(sys.argv[1]))["result"]
for check in result["checks"]:
    print("passed" if check["passed"] else "FAILED", check["id"], check.get("detail", ""))
print(json.dumps(result.get("upgrade")))
P
}

# assert_checked RULE...: the rules were checked, and kept.
assert_checked() {
  local rule
  for rule in "$@"; do assert_matches "$rule was checked" "$work/checks" "^passed $rule "; done
}
