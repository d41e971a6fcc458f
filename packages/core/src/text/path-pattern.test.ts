import { describe, expect, test } from "vitest";
import { matchesPathPattern } from "./path-pattern.ts";

describe("path patterns", () => {
  test.each([
    ["/var/lib/*", "/var/lib/x", true],
    ["/var/lib/*", "/var/lib/x/y", false],
    ["/var/lib/**", "/var/lib/x/y", true],
    ["/var/lib/**", "/var/lib", false],
    ["/var/log/*.log", "/var/log/dpkg.log", true],
    ["/var/log/*.log", "/var/log/.log", true],
    ["/var/log/a*a", "/var/log/a", false],
  ])("%s on %s: %s", (pattern, path, expected) => {
    expect(matchesPathPattern(pattern, path)).toBe(expected);
  });
});
