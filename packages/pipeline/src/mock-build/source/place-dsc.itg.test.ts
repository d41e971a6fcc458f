import { DebootcError } from "@debootc/core/error/debootc-error";
import { makeSigningKey, type SigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { run } from "@debootc/tools/run";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSourceScene, writeDsc } from "./source-scene.fixture.ts";

const scene = await openSourceScene();
afterAll(() => scene[Symbol.asyncDispose]());
let count = 0;
const fresh = async () => {
  const directory = join(scene.directory, `case-${count++}`);
  await mkdir(directory);
  return directory;
};

async function refusal(placing: Promise<unknown>): Promise<string> {
  const error = await placing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DebootcError)) throw new Error("it was taken", { cause: error });
  expect([error.code, error.exitStatus]).toEqual(
    error.code === "trust-refused" ? ["trust-refused", 9] : ["source-invalid", 40],
  );
  expect((await readdir(scene.directory)).filter((name) => name.startsWith("placed-"))).toEqual([]);
  return error.message;
}

test("a .dsc and its files are placed under the name that they must have", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, { "tiny_1.tar.xz": "archive" });
  const placed = await scene.place(dsc);

  expect((await readdir(placed.directory)).sort()).toEqual(["tiny_1.dsc", "tiny_1.tar.xz"]);
  expect(await readFile(join(placed.directory, "tiny_1.tar.xz"), "utf8")).toBe("archive");
  await rm(placed.directory, { recursive: true });
});

test("an archive that is linked to another name beside it is taken, as uscan leaves it", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, { "upstream.tar.xz": "archive" });
  const text = await readFile(dsc, "utf8");
  await symlink("upstream.tar.xz", join(directory, "tiny_1.tar.xz"));
  await writeFile(dsc, text.replace("upstream.tar.xz", "tiny_1.tar.xz"));
  const placed = await scene.place(dsc);

  expect(await readFile(join(placed.directory, "tiny_1.tar.xz"), "utf8")).toBe("archive");
  await rm(placed.directory, { recursive: true });
});

test("all files that are missing or of another size are named at once", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, {
    "a.tar.xz": "a",
    "b.tar.xz": "b",
    "c.tar.xz": "c",
    "d.tar.xz": "d",
  });
  await rm(join(directory, "a.tar.xz"));
  await rm(join(directory, "b.tar.xz"));
  await writeFile(join(directory, "c.tar.xz"), "longer");
  const said = await refusal(scene.place(dsc));

  expect(said).toContain("a.tar.xz is missing");
  expect(said).toContain("b.tar.xz is missing");
  expect(said).toContain("c.tar.xz has 6 bytes instead of 1");
});

test("a file of the right size and other content is refused, and nothing is left", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, { "a.tar.xz": "right" });
  await writeFile(join(directory, "a.tar.xz"), "wrong");

  expect(await refusal(scene.place(dsc))).toContain("a.tar.xz has other content than the .dsc says");
});

test("a link that leads out, a pipe and a directory are not read", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, {
    "a.tar.xz": "a",
    "b.tar.xz": "b",
    "c.tar.xz": "c",
    "d.tar.xz": "d",
  });
  for (const name of ["a", "b", "c", "d"]) await rm(join(directory, `${name}.tar.xz`));
  await symlink("/etc/shadow", join(directory, "a.tar.xz"));
  await run({ tool: "mkfifo", args: [join(directory, "b.tar.xz")] });
  await mkdir(join(directory, "c.tar.xz"));
  await symlink("d.tar.xz", join(directory, "d.tar.xz"));
  const said = await refusal(scene.place(dsc));

  expect(said).toContain("a.tar.xz is a link that leads out of the directory, to /etc/shadow");
  expect(said).toContain("b.tar.xz is no regular file");
  expect(said).toContain("c.tar.xz is no regular file");
  expect(said).toContain("d.tar.xz is a link to itself");
});

test("a .dsc that lists a path, is a directory or is not there is refused", async () => {
  const directory = await fresh();
  const dsc = await writeDsc(directory, {}, { lines: [` ${"a".repeat(64)} 1 ../../etc/passwd`] });
  await mkdir(join(directory, "b.dsc"));
  await run({ tool: "mkfifo", args: [join(directory, "pipe.dsc")] });

  expect(await refusal(scene.place(dsc))).toContain("this is no source package that can be built");
  expect(await refusal(scene.place(join(directory, "b.dsc")))).toContain("is no regular file");
  expect(await refusal(scene.place(join(directory, "pipe.dsc")))).toContain("is no regular file");
  expect(await refusal(scene.place(join(directory, "no.dsc")))).toContain("does not exist");
});

let key: SigningKey;
let stranger: SigningKey;
beforeAll(async () => {
  key = await makeSigningKey(join(scene.directory, "key"));
  stranger = await makeSigningKey(join(scene.directory, "stranger"));
  await writeFile(join(scene.directory, "key.asc"), key.publicKey);
});
afterAll(async () => {
  await key.dispose();
  await stranger.dispose();
});

const required = () => ({ requireSignature: { keyrings: [join(scene.directory, "key.asc")] } });

test("a required signature by a key of the keyring is accepted and named", async () => {
  const dsc = await writeDsc(await fresh(), { "tiny_1.tar.xz": "archive" });
  await writeFile(dsc, await key.clearSign(await readFile(dsc, "utf8")));
  const placed = await scene.place(dsc, required());

  expect(placed.signedBy).toEqual([key.fingerprint]);
  await rm(placed.directory, { recursive: true });
});

test("without the signature that is required, or with another one, nothing is placed", async () => {
  const dsc = await writeDsc(await fresh(), { "tiny_1.tar.xz": "archive" });
  const text = await readFile(dsc, "utf8");

  expect(await refusal(scene.place(dsc, required()))).toContain("it is not signed");
  await writeFile(dsc, await stranger.clearSign(text));
  expect(await refusal(scene.place(dsc, required()))).toContain("which is not in the keyring");
  await writeFile(dsc, (await key.clearSign(text)).replace("Version: 1", "Version: 2"));
  expect(await refusal(scene.place(dsc, required()))).toContain("it was changed after it was signed");
  expect(
    await refusal(scene.place(dsc, { requireSignature: { keyrings: [join(scene.directory, "no.asc")] } })),
  ).toContain("cannot be read");
});
