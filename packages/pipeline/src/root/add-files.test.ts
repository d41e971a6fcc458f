import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { RootDirectory } from "../tree/root-directory.ts";

const origin = { file: "/tree/system.yaml", line: 3, column: 5 };

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
    { source, beside: "/tree", target, origin },
    { source, beside: "/tree", target, origin: { ...origin, line: 4 } },
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
