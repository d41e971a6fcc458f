import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inNewDirectory } from "./in-new-directory.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-new-"));

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: as the kernel says`), { code });
}

describe("inNewDirectory", () => {
  test("the content stays", async () => {
    await using parent = await temporaryDirectory();
    const directory = join(parent.path, "a", "b");

    expect(await inNewDirectory(directory, () => writeFile(join(directory, "f"), "").then(() => 7))).toBe(7);
    expect(await readdir(directory)).toEqual(["f"]);
  });

  test("a directory that it made is gone after a failure, an empty one is empty again", async () => {
    await using parent = await temporaryDirectory();
    const [fresh, empty] = [join(parent.path, "fresh"), join(parent.path, "empty")];
    await mkdir(empty);

    for (const directory of [fresh, empty]) {
      const fill = async () => {
        await mkdir(join(directory, "blobs"));
        await writeFile(join(directory, "blobs", "f"), "");
        throw new Error("not to be");
      };
      await expect(inNewDirectory(directory, fill)).rejects.toThrow("not to be");
    }

    expect(await readdir(parent.path)).toEqual(["empty"]);
    expect(await readdir(empty)).toEqual([]);
  });

  test("a directory that is not empty is refused and left alone", async () => {
    await using parent = await temporaryDirectory();
    await writeFile(join(parent.path, "precious"), "");

    await expect(inNewDirectory(parent.path, () => expect.fail("filled"))).rejects.toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining("precious"),
    });
    expect(await readdir(parent.path)).toEqual(["precious"]);
  });

  test.each(["ENOSPC", "EACCES", "EROFS", "EDQUOT"])("%s is results-unwritable", async (code) => {
    await using parent = await temporaryDirectory();
    const directory = join(parent.path, "new");

    await expect(inNewDirectory(directory, () => Promise.reject(failure(code)))).rejects.toMatchObject({
      code: "results-unwritable",
      message: `cannot write ${directory}: Error: ${code}: as the kernel says`,
    });
  });

  test("a path through a file is results-unwritable", async () => {
    await using parent = await temporaryDirectory();
    await writeFile(join(parent.path, "file"), "");

    await expect(
      inNewDirectory(join(parent.path, "file", "new"), () => expect.fail("filled")),
    ).rejects.toMatchObject({ code: "results-unwritable" });
  });
});
