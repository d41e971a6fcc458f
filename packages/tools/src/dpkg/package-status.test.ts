import { expect, test } from "vitest";
import { firstBrokenPackage } from "./package-status.ts";

test.each([
  [
    "dpkg about a package that it configures",
    "status: evil : error : installed evil package post-installation script subprocess returned error exit status 1",
    {
      name: "evil",
      reason: "installed evil package post-installation script subprocess returned error exit status 1",
    },
  ],
  [
    "dpkg about an archive that it unpacks",
    "status: /var/cache/apt/archives/evil_1.0-1_amd64.deb : error : trying to overwrite '/usr/bin/x', which is also in package y 1",
    { name: "evil", reason: "trying to overwrite '/usr/bin/x', which is also in package y 1" },
  ],
  ["dpkg about a foreign package", "status: evil:i386 : error : broken", { name: "evil", reason: "broken" }],
  [
    "apt about a package",
    "pmerror:evil:amd64:42.8571:installed evil package pre-removal script subprocess returned error exit status 2",
    {
      name: "evil",
      reason: "installed evil package pre-removal script subprocess returned error exit status 2",
    },
  ],
  [
    "apt about an archive",
    "pmerror:/run/pool/evil_1_all.deb:5:corrupt: x",
    { name: "evil", reason: "corrupt: x" },
  ],
])("an error is read from what %s says", (_name, line, broken) => {
  const lines = `processing: install: good\nstatus: good: half-installed\npmstatus:good:10.0:Unpacking\n${line}\n`;

  expect(firstBrokenPackage(lines)).toEqual(broken);
});

test("the first error counts: what follows is its consequence", () => {
  const lines =
    "status: a : error : broken\nstatus: b : error : dependency problems - leaving unconfigured\n";

  expect(firstBrokenPackage(lines)?.name).toBe("a");
});

test.each([
  "",
  "dpkg: error processing archive evilblink (--unpack):\n",
  "status: a: installed\n",
  "pmstatus:a:1:x\n",
])("there is none in %j", (lines) => {
  expect(firstBrokenPackage(lines)).toBeUndefined();
});
