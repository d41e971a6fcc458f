import { chmod, lchown, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { origin, refusalOf as refusalOfStep, rootOf } from "./root-scene.fixture.ts";
import { RootDirectory } from "../tree/root-directory.ts";

/** Modes of what is added to a root that has /usr/lib/app, mode 0700: a directory with a file, a program and a link. */
async function modesOf(target: string, mode?: number): Promise<Record<string, string>> {
  const root = await rootOf({ "/usr/lib/app/own": "", "/etc/passwd": "", "/etc/group": "" });
  await root.setMode("/usr/lib/app", 0o700);
  const { path } = await rootOf({ "/d/e/program": "", "/d/e/link": "->program", "/d/motd": "" });
  await chmod(join(path, "d/e/program"), 0o777);
  await chmod(join(path, "d/motd"), 0o4666);
  await addFiles(root, [
    { source: join(path, "d"), target, origin, ...(mode === undefined ? {} : { mode }) },
  ]);
  const modes: Record<string, string> = {};
  for await (const { path: at, stat } of root.walk("/usr/lib"))
    if (!stat.isSymbolicLink()) modes[at.replace(target, "")] = (stat.mode & 0o7777).toString(8);
  return modes;
}

test.skipIf(process.getuid?.() !== 0).each([
  ["no mode", undefined, { "": "755", "/e": "755", "/e/program": "755", "/motd": "644" }],
  ["0640", 0o640, { "": "750", "/e": "750", "/e/program": "750", "/motd": "640" }],
  ["0700", 0o700, { "": "700", "/e": "700", "/e/program": "700", "/motd": "600" }],
  ["0711", 0o711, { "": "711", "/e": "711", "/e/program": "711", "/motd": "600" }],
  ["2770", 0o2770, { "": "2770", "/e": "2770", "/e/program": "770", "/motd": "660" }],
])("a directory brings modes that follow from its entry: %s", async (_mode, mode, modes) => {
  expect(await modesOf("/usr/lib/new", mode)).toMatchObject(modes);
});

test.skipIf(process.getuid?.() !== 0)("a directory that is there keeps its mode", async () => {
  expect(await modesOf("/usr/lib/app", 0o640)).toMatchObject({ "": "700", "/own": "644", "/motd": "640" });
});

test.skipIf(process.getuid?.() !== 0)(
  "files go to the accounts of the image that their entry names",
  async () => {
    const root = await rootOf({
      "/usr/lib/app/own": "",
      "/etc/passwd": "root:x:0:0:::\napp:x:101:102:::\n",
      "/etc/group": "root:x:0:\napp:x:102:\nadm:x:4:\n",
    });
    const { path } = await rootOf({ "/d/file": "", "/d/link": "->file" });
    const added = (target: string, more: object) => ({ source: join(path, "d"), target, origin, ...more });
    await lchown(join(root.path, "usr/lib/app/own"), 7, 7);
    await addFiles(root, [
      added("/usr/lib/app", { owner: "app", group: "adm" }),
      added("/usr/lib/plain", {}),
    ]);
    const idsOf = async (at: string) => {
      const stat = await root.stat(at);
      return [stat?.uid, stat?.gid];
    };

    expect(await idsOf("/usr/lib/app/file")).toEqual([101, 4]);
    expect(await idsOf("/usr/lib/app/link")).toEqual([101, 4]);
    expect(await idsOf("/usr/lib/app")).toEqual([0, 0]);
    expect(await idsOf("/usr/lib/app/own")).toEqual([7, 7]);
    expect(await idsOf("/usr/lib/plain")).toEqual([0, 0]);
  },
);

test("all accounts that the image does not have are named before anything is copied", async () => {
  const root = await rootOf({ "/etc/passwd": "www-data:x:33:33:::\n", "/etc/group": "adm:x:4:\n" });
  const { path } = await rootOf({ "/file": "" });
  const added = (more: object) => ({ source: join(path, "file"), target: "/etc/file", origin, ...more });
  const error = await refusalOfStep(addFiles(root, [added({ owner: "www-dat" }), added({ group: "app" })]));

  expect(error.code).toBe("treefile-invalid");
  expect(error.diagnostics).toMatchObject([
    { ...origin, message: "the image has no user www-dat", hint: "Did you mean www-data?" },
    { ...origin, message: "the image has no group app" },
  ]);
  expect(await root.exists("/etc/file")).toBe(false);
});

/** What is said of a file, or of a directory with the file `name`, that goes to a place of a root which is taken. */
async function refusalOf(target: string, kind: "file" | "directory" = "file") {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-added-"));
  const root = join(directory.path, "root");
  const source = join(directory.path, "work/added/0");
  await mkdir(join(root, "usr/lib/app/name"), { recursive: true });
  await writeFile(join(root, "usr/lib/os-release"), "");
  await mkdir(join(source, ".."), { recursive: true });
  if (kind === "directory") await mkdir(source);
  await writeFile(kind === "directory" ? join(source, "name") : source, "");
  const added = addFiles(new RootDirectory(root), [
    { source, target, origin },
    { source, target, origin: { ...origin, line: 4 } },
  ]);
  const error = await added.then(
    () => undefined,
    (thrown: { code: string; diagnostics: { message: string }[] }) => thrown,
  );
  expect(JSON.stringify(error?.diagnostics)).not.toContain(directory.path);
  return error;
}

test.each([
  ["/usr/lib/os-release/app", "file", "/usr/lib/os-release is not a directory in the image"],
  ["/usr/lib/os-release/a/b/app", "directory", "/usr/lib/os-release is not a directory in the image"],
  ["/usr/lib/app", "file", "/usr/lib/app is a directory in the image"],
  ["/usr/lib/app", "directory", "/usr/lib/app/name"],
] as const)(
  "what stands in the way of %s is told in paths of the image, at its place (%s)",
  async (...given) => {
    const [target, kind, says] = given;
    const error = await refusalOf(target, kind);

    expect(error?.code).toBe("add-file-missing");
    expect(error?.diagnostics).toMatchObject([
      { ...origin, key: "add-files", given: target, message: expect.stringContaining(says) },
      { ...origin, line: 4 },
    ]);
  },
);
