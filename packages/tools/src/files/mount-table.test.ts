import { expect, test } from "vitest";
import { mountOf, mountsBelow, parseMountInfo, readMountTable } from "./mount-table.ts";

const table = parseMountInfo(
  [
    "21 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard",
    "22 21 0:20 / /proc rw,nosuid,nodev,noexec,relatime shared:5 master:1 - proc proc rw",
    "23 21 0:21 / /srv/my\\040cache rw,noexec - tmpfs tmpfs rw,size=1k",
    "24 23 0:22 / /srv/my\\040cache/a rw - overlay over\\134lay rw,lowerdir=/x",
    "25 23 0:23 / /srv/my\\040cache2 rw - tmpfs tmpfs rw",
    "",
  ].join("\n"),
);

test("paths lose their octal escapes", () => {
  expect(table[3]).toEqual({
    target: "/srv/my cache/a",
    type: "overlay",
    source: "over\\lay",
    options: ["rw", "lowerdir=/x"],
  });
});

test("optional fields do not move the type", () => {
  expect(table[1]).toMatchObject({ target: "/proc", type: "proc" });
});

test("mounts below a path come deepest first, and neighbours are not among them", () => {
  expect(mountsBelow("/srv/my cache", table).map(({ target }) => target)).toEqual([
    "/srv/my cache/a",
    "/srv/my cache",
  ]);
});

test("a path lies on the deepest mount above it", () => {
  expect(mountOf("/srv/my cache/b/c", table)?.options).toContain("noexec");
  expect(mountOf("/srv/other", table)?.target).toBe("/");
});

test("of two mounts on one target the later counts", () => {
  const twice = parseMountInfo(
    "1 0 0:1 / / rw - ext4 a rw\n2 1 0:2 / /m rw - tmpfs one rw\n3 2 0:3 / /m rw - tmpfs two rw\n",
  );
  expect(mountOf("/m/x", twice)?.source).toBe("two");
});

test("the table of this machine has a root", async () => {
  expect(mountOf("/", await readMountTable())?.target).toBe("/");
});
