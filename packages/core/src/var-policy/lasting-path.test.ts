import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPathPattern } from "../text/path-pattern.ts";
import { isPassing, lastingPath } from "./lasting-path.ts";

test.each([
  ["/var/lib/dkms/zfs/2.3.2/build/make.log", "/var/lib/dkms/zfs/*/build/make.log"],
  ["/var/lib/x/6.12.38+deb13-amd64/done", "/var/lib/x/*/done"],
  ["/var/lib/x/initrd.img-6.12.38+deb13-amd64", "/var/lib/x/initrd.img-*"],
  ["/var/lib/postgresql/17/main/PG_VERSION", "/var/lib/postgresql/*/main/PG_VERSION"],
  ["/var/lib/python3.13/state", "/var/lib/python*/state"],
  ["/var/lib/x/state-1.0", "/var/lib/x/state-*"],
  ["/var/cache/f/123e4567-e89b-12d3-a456-426614174000.cache", "/var/cache/f/*.cache"],
  ["/var/cache/f/3830d5c3ddfd5cd38a049b759396e72e-le64.cache-9", "/var/cache/f/*-le64.cache-9"],
  ["/var/lib/widget/state.db", "/var/lib/widget/state.db"],
  ["/var/lib/deadbeefdeadbeef/x", "/var/lib/deadbeefdeadbeef/x"],
  ["/var/lib/libx32/9front", "/var/lib/libx32/9front"],
])("%s becomes %s", (path, pattern) => {
  expect(lastingPath(path)).toBe(pattern);
});

test("the pattern of a path matches it, and stays what it is", () => {
  const part = fc.constantFrom("a", "6.12.38", "17", "-", "+deb13", "0123456789abcdef", ".", "~1", "linux");
  const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const path = `/var/lib/${names.join("/")}`;
      expect(matchesPathPattern(lastingPath(path), path)).toBe(true);
      expect(lastingPath(lastingPath(path))).toBe(lastingPath(path));
    }),
  );
});

test("the package of a kernel has a version in its name", () => {
  expect(["linux-image-6.12.38+deb13-amd64", "rabbitmq-server", "libx32gcc"].map(isPassing)).toEqual([
    true,
    false,
    false,
  ]);
});
