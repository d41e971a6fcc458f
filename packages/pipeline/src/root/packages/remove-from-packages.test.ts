import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { removeFromPackages } from "./remove-from-packages.ts";
import { RootDirectory } from "../../tree/root-directory.ts";

const origin = { file: "/tree/system.yaml", line: 3, column: 5 };

/** The files that are left of a root in which the package `gadget` has those given. */
async function remaining(
  files: readonly string[],
  patterns: readonly string[],
  more: Record<string, string> = {},
) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-removal-"));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(directory.path, path)), { recursive: true });
    await writeFile(join(directory.path, path), text);
  };
  for (const file of files) await write(file, "");
  const listed = files.flatMap((file) => [dirname(file), file]).map((path) => `${path}\n`);
  await write("var/lib/dpkg/info/gadget:amd64.list", `/.\n${listed.join("")}`);
  for (const [path, text] of Object.entries(more)) await write(path, text);
  await removeFromPackages(new RootDirectory(directory.path), [
    { package: "gadget", patterns: [...patterns], origin },
  ]);
  const left = await readdir(directory.path, { recursive: true });
  return left.filter((path) => !path.startsWith("var")).sort();
}

test("files go that an expression finds anywhere in their path", async () => {
  expect(await remaining(["/usr/bin/gadget", "/usr/share/locale/de/x.mo"], ["locale/.*\\.mo$"])).toEqual([
    "usr",
    "usr/bin",
    "usr/bin/gadget",
    "usr/share",
    "usr/share/locale",
    "usr/share/locale/de",
  ]);
});

test("a directory that matches goes when it is empty, and stays while another package has a file there", async () => {
  const files = ["/usr/share/a/one", "/usr/share/b/one"];

  expect(await remaining(files, ["^/usr/share/[ab]"], { "usr/share/b/other": "" })).toEqual([
    "usr",
    "usr/share",
    "usr/share/b",
    "usr/share/b/other",
  ]);
});

test("a file that another package diverts goes under its other name", async () => {
  const more = {
    "usr/bin/tool.real": "",
    "usr/bin/keep": "",
    "var/lib/dpkg/diversions": "/usr/bin/tool\n/usr/bin/tool.real\nwrapper\n",
  };

  expect(await remaining(["/usr/bin/tool"], ["tool"], more)).toEqual([
    "usr",
    "usr/bin",
    "usr/bin/keep",
    "usr/bin/tool",
  ]);
});

test.each(["^/usr/share/caf.$", "^/usr/share/caf\\xe9$", "caf"])(
  "a file whose name is not UTF-8 goes by its printed name: %s",
  async (pattern) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-removal-"));
    const info = join(directory.path, "var/lib/dpkg/info");
    const path = Buffer.from("/usr/share/caf\xe9", "latin1");
    await mkdir(info, { recursive: true });
    await mkdir(join(directory.path, "usr/share"), { recursive: true });
    await writeFile(Buffer.concat([Buffer.from(directory.path), path]), "");
    await writeFile(join(info, "gadget.list"), Buffer.concat([Buffer.from("/.\n"), path, Buffer.from("\n")]));
    await removeFromPackages(new RootDirectory(directory.path), [
      { package: "gadget", patterns: [pattern], origin },
    ]);

    expect(await readdir(join(directory.path, "usr/share"))).toEqual([]);
  },
);

test("an expression that matches nothing is refused at its place", async () => {
  await expect(remaining(["/usr/bin/gadget"], ["gadget$", "^/usr/bin/gagdet$"])).rejects.toMatchObject({
    code: "treefile-invalid",
    diagnostics: [{ ...origin, message: "no file of gadget matches", given: "^/usr/bin/gagdet$" }],
  });
});

test("an expression that never ends is given up", { timeout: 20_000 }, async () => {
  await expect(remaining([`/usr/${"a".repeat(60)}!`], ["(a+)+$"])).rejects.toMatchObject({
    diagnostics: [{ message: "the expression takes too long" }],
  });
});
