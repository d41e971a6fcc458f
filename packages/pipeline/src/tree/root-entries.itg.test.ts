import { mkdtempDisposable, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import { hardRoot, plant, wholeEntries, wholeEntry } from "../image/root.fixture.ts";
import { rootEntries } from "./root-entries.ts";
import { toTar } from "./to-tar.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-root-"));
const timestamp = 2000;

describe("rootEntries", () => {
  test("a root is listed as it was planted", async () => {
    await using root = await temporaryDirectory();
    await plant(root.path, hardRoot);

    expect(await wholeEntries(rootEntries(root.path, { timestamp }))).toEqual(hardRoot);
  });

  test("the name of a group of hardlinks that comes first is the file, whichever was made first", async () => {
    await using root = await temporaryDirectory();
    await plant(root.path, hardRoot);
    await rename(join(root.path, "usr/bin/ping"), join(root.path, "usr/bin/zing"));

    const listed = await wholeEntries(rootEntries(root.path, { timestamp }));

    expect(
      listed.filter(({ entry }) => entry.path.endsWith("ing4") || entry.path.endsWith("zing")),
    ).toMatchObject([
      { entry: { path: "usr/bin/ping4", type: "file", size: 300_000 } },
      { entry: { path: "usr/bin/zing", type: "hardlink", linkPath: "usr/bin/ping4" } },
    ]);
  });

  test("what was made by the compose, and every directory, has the time 0", async () => {
    await using root = await temporaryDirectory();
    for (const [name, time] of [
      ["early", -5],
      ["fraction", 1500.9],
      ["late", 1_900_000_000],
    ]) {
      await writeFile(join(root.path, `${name}`), "");
      await run({ tool: "touch", args: [`--date=@${time}`, `${name}`], cwd: root.path });
    }

    const times = (await wholeEntries(rootEntries(root.path, { timestamp }))).map(({ entry }) => entry.mtime);

    expect(times).toEqual([0, 0, 1500, 0]);
  });

  test("labels of SELinux are left out, other attributes stay", async () => {
    await using root = await temporaryDirectory();
    const xattrs = new Map([
      ["security.selinux", Buffer.from("system_u:object_r:bin_t:s0\0")],
      ["user.kept", Buffer.from("1")],
    ]);
    await plant(root.path, [wholeEntry({ path: "f", type: "file", xattrs })]);

    const listed = await wholeEntries(rootEntries(root.path, { timestamp }));

    expect(listed.at(-1)?.entry.xattrs).toEqual(new Map([["user.kept", Buffer.from("1")]]));
  });

  test("all that no image can hold is named at once", async () => {
    await using root = await temporaryDirectory();
    await plant(root.path, [
      wholeEntry({ path: "b", type: "block", device: { major: 7, minor: 9 } }),
      wholeEntry({ path: "c", type: "character", device: { major: 1, minor: 3 } }),
      wholeEntry({ path: "d", type: "directory" }),
      wholeEntry({ path: "d/.wh.file", type: "file" }),
      wholeEntry({ path: "p", type: "fifo" }),
    ]);

    await expect(wholeEntries(rootEntries(root.path, { timestamp }))).rejects.toMatchObject({
      code: "layout-impossible",
      message:
        "the root holds what no image can: b (block device), c (character device), d/.wh.file (its name would delete a file), p (named pipe)",
    });
  });

  test("contents that the caller does not want are not looked at", async () => {
    await using root = await temporaryDirectory();
    await plant(root.path, [
      wholeEntry({ path: "dev", type: "directory" }),
      wholeEntry({ path: "dev/null", type: "character", device: { major: 1, minor: 3 } }),
    ]);

    const listed = await wholeEntries(rootEntries(root.path, { timestamp, withoutContentsOf: ["dev"] }));

    expect(listed.map(({ entry }) => entry.path)).toEqual([".", "dev"]);
  });
});

test("equal roots in different places give equal archives", async () => {
  await using one = await temporaryDirectory();
  await using other = await temporaryDirectory();
  await plant(one.path, hardRoot);
  await plant(
    other.path,
    hardRoot.toReversed().filter(({ entry }) => entry.type === "directory"),
  );
  await plant(other.path, hardRoot);

  const archives = [one, other].map(({ path }) => buffer(toTar(rootEntries(path, { timestamp }))));
  const [first, second] = await Promise.all(archives);

  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
});
