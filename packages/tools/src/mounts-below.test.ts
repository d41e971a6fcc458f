import { describe, expect, test } from "vitest";
import { mountPointsOf, mountsBelow } from "./mounts-below.ts";

describe("mountsBelow", () => {
  test("blanks and backslashes of a mount point are decoded", () => {
    const table = "36 35 98:0 / /mnt/a\\040b\\134c rw,noatime master:1 - ext3 /dev/root rw\n";

    expect(mountPointsOf(table)).toEqual(["/mnt/a b\\c"]);
  });

  test("every mount but the root itself is below the root", async () => {
    expect(await mountsBelow("/")).toContain("/proc");
  });

  test("a mount point is not below itself, nor below a sibling whose name it begins with", async () => {
    expect(await mountsBelow("/proc")).not.toContain("/proc");
    expect(await mountsBelow("/pro").catch(() => [])).toEqual([]);
  });
});
