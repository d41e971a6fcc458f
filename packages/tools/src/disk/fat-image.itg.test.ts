import { mkdir, mkdtempDisposable, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { makeFatImage } from "./fat-image.ts";

async function makeScene() {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-fat-"));
  const directory = join(parent.path, "content");
  await mkdir(join(directory, "EFI/BOOT"), { recursive: true });
  await writeFile(join(directory, "EFI/BOOT/BOOTX64.EFI"), "a boot loader");
  await writeFile(join(directory, "top.txt"), "top");
  const write = async (name: string) => {
    const file = join(parent.path, name);
    const image = { label: "ESP", volumeId: "56789abc", timestamp: 1_700_000_000, directory };
    await makeFatImage({ ...image, file, sizeMiB: 40, signal: new AbortController().signal });
    return file;
  };
  return { write, [Symbol.asyncDispose]: async () => await parent.remove() };
}

test("the image has the files, the size, the label and the serial number", async () => {
  await using scene = await makeScene();

  const file = await scene.write("one.img");

  const listed = (await run({ tool: "mdir", args: ["-i", file, "-/", "-b", "::"] })).stdout;
  expect(listed.split("\n").filter(Boolean)).toEqual(
    expect.arrayContaining(["::/EFI/BOOT/BOOTX64.EFI", "::/top.txt"]),
  );
  const { stdout } = await run({ tool: "mdir", args: ["-i", file, "::"] });
  expect(stdout).toMatch(/Volume in drive : is ESP/);
  expect(stdout).toMatch(/Volume Serial Number is 5678-9ABC/);
  expect((await run({ tool: "mtype", args: ["-i", file, "::/top.txt"] })).stdout).toBe("top");
  expect((await stat(file)).size).toBe(40 * 1024 * 1024);
});

test("equal files give equal bytes, and an older image is replaced", async () => {
  await using scene = await makeScene();
  const first = await readFile(await scene.write("one.img"));

  expect(first.equals(await readFile(await scene.write("one.img")))).toBe(true);
  expect(first.equals(await readFile(await scene.write("other.img")))).toBe(true);
});

test("the order in which a file system lists the files decides nothing", async () => {
  // This one lists them in the order in which they were made, or backwards.
  await using parent = await mkdtempDisposable(join("/dev/shm", "debootc-fat-"));
  const names = ["EFI/a/1", "EFI/a/2", "EFI/b/1", "c"];
  const images: Buffer[] = [];
  for (const order of [names, names.toReversed()]) {
    const directory = join(parent.path, `content-${images.length}`);
    for (const name of order) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), name);
    }
    const file = join(parent.path, "image");
    const image = { label: "ESP", volumeId: "56789abc", timestamp: 1_700_000_000, directory, file };
    await makeFatImage({ ...image, sizeMiB: 40, signal: new AbortController().signal });
    images.push(await readFile(file));
  }

  expect(images[1]?.equals(images[0] ?? Buffer.of())).toBe(true);
});
