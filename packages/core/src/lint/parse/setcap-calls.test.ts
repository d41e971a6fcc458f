import { describe, expect, test } from "vitest";
import { setcapFiles } from "./setcap-calls.ts";

describe("setcapFiles", () => {
  test.each([
    ["setcap cap_net_raw+ep /usr/bin/fping", ["/usr/bin/fping"]],
    ["if ! setcap cap_net_raw+ep /usr/bin/fping; then", ["/usr/bin/fping"]],
    [
      "PROGRAM=$(dpkg-divert --truename /usr/bin/ping)\n  if setcap cap_net_raw+ep $PROGRAM; then",
      ["/usr/bin/ping"],
    ],
    ['FILE="/usr/bin/a"\nsetcap -q "cap_a=ep cap_b=ep" "${FILE}"', ["/usr/bin/a"]],
    [
      'command -v setcap > /dev/null && \\\n  setcap "CAP_SYS_RESOURCE=+ep" \\\n    /usr/bin/kwin',
      ["/usr/bin/kwin"],
    ],
    ["setcap cap_a=ep /a && setcap cap_b=ep /b", ["/a", "/b"]],
  ])("%j", (script, files) => {
    expect(setcapFiles(script)).toEqual(files);
  });

  test.each([
    "# setcap cap_a=ep /a",
    "setcap -r /a",
    "getcap /a",
    "setcap cap_a=ep $(which a)",
    "setcap cap_a=ep /usr/lib/*/a",
    "setcap cap_a=ep $unknown",
    ". /usr/share/debconf/confmodule\ndb_get a/setcap\nsetcap cap_a=ep /a",
    "echo setcap",
  ])("%j says nothing for certain", (script) => {
    expect(setcapFiles(script)).toEqual([]);
  });
});
