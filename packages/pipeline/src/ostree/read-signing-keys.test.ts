import { mkdir, mkdtempDisposable, open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDescriptor, readSecretFile } from "./read-signing-keys.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-secret-"));
const largest = 1024 * 1024;

test("a secret of its owner alone is read as it is", async () => {
  await using parent = await temporaryDirectory();
  const file = join(parent.path, "key");
  const secret = Buffer.from([0, 255, 10, 13]);
  await writeFile(file, secret, { mode: 0o600 });

  expect(await readSecretFile(file)).toEqual(secret);
});

test.each(["0640", "0604", "0660"])("a secret with the mode %s is refused by its mode", async (mode) => {
  await using parent = await temporaryDirectory();
  const file = join(parent.path, "key");
  await writeFile(file, "secret");
  await using handle = await open(file);
  await handle.chmod(Number.parseInt(mode, 8));

  await expect(readSecretFile(file)).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining(mode),
  });
});

test.each([
  ["missing", /cannot be read/],
  ["directory", /cannot be read/],
])("a %s is refused by its path", async (name, message) => {
  await using parent = await temporaryDirectory();
  await mkdir(join(parent.path, "directory"));

  await expect(readSecretFile(join(parent.path, name))).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(message),
  });
});

test("a device, which has no end, is not read", async () => {
  await expect(readSecretFile("/dev/zero")).rejects.toMatchObject({ code: "usage" });
});

test("a secret has at most 1 MiB", async () => {
  await using parent = await temporaryDirectory();
  const [fits, tooLarge] = [join(parent.path, "fits"), join(parent.path, "too-large")];
  await writeFile(fits, Buffer.alloc(largest), { mode: 0o600 });
  await writeFile(tooLarge, Buffer.alloc(largest + 1), { mode: 0o600 });

  expect((await readSecretFile(fits)).length).toBe(largest);
  await expect(readSecretFile(tooLarge)).rejects.toMatchObject({ code: "usage" });
});

test("a descriptor that nobody opened is refused with how to open it", () => {
  expect(() => readDescriptor(987, "file descriptor 987")).toThrow(
    expect.objectContaining({ code: "usage", hint: expect.stringContaining("3<key.asc") }),
  );
});
