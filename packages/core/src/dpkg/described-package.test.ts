import { expect, test } from "vitest";
import { parseDescribedPackages } from "./described-package.ts";

const status = `Package: bash
Status: install ok installed
Maintainer: Jo Doe <jo@example.org>
Architecture: amd64
Source: bash-src (5.2-1)
Version: 5.2-1+b2
Provides: shell, posix-shell (= 5)
Pre-Depends: libc6 (>= 2.38)
Depends: base-files (>= 2.1.12), debianutils | busybox:any

Package: bare
Status: install ok installed
Version: 1
`;

test("a package tells its source, its maintainer and what it needs", () => {
  expect(parseDescribedPackages(status)[0]).toMatchObject({
    name: "bash",
    version: "5.2-1+b2",
    source: "bash-src",
    sourceVersion: "5.2-1",
    maintainer: "Jo Doe <jo@example.org>",
    depends: [
      [{ name: "libc6", operator: ">=", version: "2.38" }],
      [{ name: "base-files", operator: ">=", version: "2.1.12" }],
      [{ name: "debianutils" }, { name: "busybox" }],
    ],
    provides: [{ name: "shell" }, { name: "posix-shell", operator: "=", version: "5" }],
  });
});

test("what a package does not say is not made up", () => {
  const bare = parseDescribedPackages(status)[1];

  expect(bare).toMatchObject({ source: "bare", sourceVersion: "1", depends: [], provides: [] });
  expect(bare).not.toHaveProperty("maintainer");
});
