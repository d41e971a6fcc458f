import { debianArchitectures } from "@debootc/core/debian/debian-architecture";
import { describe, expect, test } from "vitest";
import { doorDefaults } from "./door-defaults.ts";

const machine = { architecture: "x64", cpus: 2, home: "/home/me" };

describe("doorDefaults", () => {
  test("caches are kept in the user's cache directory, shown as people write it", () => {
    expect(doorDefaults(machine, {}).cacheDir).toEqual({
      value: "/home/me/.cache/debootc",
      shown: "~/.cache/debootc",
    });
  });

  test("XDG_CACHE_HOME moves them, but not when it is relative", () => {
    expect(doorDefaults(machine, { XDG_CACHE_HOME: "/var/tmp/c" }).cacheDir?.value).toBe(
      "/var/tmp/c/debootc",
    );
    expect(doorDefaults(machine, { XDG_CACHE_HOME: "c" }).cacheDir?.value).toBe("/home/me/.cache/debootc");
  });

  test.each(["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"])(
    "Node's %s has a Debian name",
    (architecture) => {
      expect(debianArchitectures).toContain(doorDefaults({ ...machine, architecture }, {}).arch?.value);
    },
  );
});
