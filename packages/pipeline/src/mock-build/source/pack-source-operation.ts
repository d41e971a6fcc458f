import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/text/printable";
import { dpkgSourceErrors, packSource } from "@debootc/tools/dpkg/dpkg-source";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import { mkdir, readdir } from "node:fs/promises";
import * as z from "zod";
import { giveTo } from "../../worker/give-to.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { Operation } from "../../worker/operation.ts";

const requestSchema = z.strictObject({
  /** A root with dpkg-dev, which is not changed. */
  root: z.string(),
  /** Contains a copy of the tree and the upstream archives, used by nobody else; receives the .dsc. */
  directory: z.string(),
  /** Name of the tree in the directory. */
  tree: z.string(),
  /** For messages: what the user named. */
  origin: z.string(),
});
const resultSchema = z.strictObject({
  /** Names of the files made. */
  made: z.array(z.string()),
});
type PackRequest = z.infer<typeof requestSchema>;

/** Path of the directory inside: on the sandbox's own /tmp, whatever the root has. */
const inside = "/tmp/source";

/**
 * Lets the root's own dpkg-source make a source package from a tree, as the build user in the sandbox. Throws
 * `source-invalid` with what dpkg-source says.
 */
export const packSourceOperation: Operation<PackRequest, z.infer<typeof resultSchema>> = {
  name: "pack-source",
  request: requestSchema,
  result: resultSchema,
  run: packInside,
  results: ({ directory }) => [directory],
};

async function packInside({ root, directory, tree, origin }: PackRequest, context: OperationContext) {
  const before = new Set(await readdir(directory));
  const builder = { uid: buildUser.id, gid: buildUser.id };
  await giveTo(directory, builder);
  // dpkg-source leaves changes that it cannot represent as a diff in TMPDIR; the sandbox's own /tmp is gone with it.
  await mkdir(`${directory}/.tmp`, { mode: 0o1777 });
  await giveTo(`${directory}/.tmp`, builder);
  const said: string[] = [];
  try {
    await run(
      insideRoot(
        root,
        packSource(inside, tree, {
          signal: context.signal,
          onLine: (line) => {
            context.log(line);
            said.push(line);
          },
        }),
        {
          readOnly: true,
          binds: [{ source: directory, target: inside, writable: true }],
          env: { TMPDIR: `${inside}/.tmp` },
        },
      ),
    );
  } catch (error) {
    throw explained(error, said, origin);
  }
  return { made: (await readdir(directory)).filter((name) => !before.has(name) && name !== ".tmp") };
}

function explained(error: unknown, said: readonly string[], origin: string): unknown {
  if (!(error instanceof DebootcError) || error.code !== "tool-failed") return error;
  const errors = dpkgSourceErrors(said.join("\n")).map(printable);
  const text = (errors.length > 0 ? errors : said.slice(-5).map(printable)).map((line) =>
    line.replaceAll(`${inside}/`, ""),
  );
  return new DebootcError(
    "source-invalid",
    [`cannot make a source package from ${origin}:`, ...text].join("\n  "),
    {
      hint: hintFor(text.join("\n")),
      cause: error,
    },
  );
}

function hintFor(text: string): string {
  if (/unexpected upstream changes|unrepresentable changes/.test(text))
    return "Files differ from the upstream archive: clean the tree, or record the change as a patch with dpkg-source --commit.";
  if (/native package version may not have a revision/.test(text))
    return "A native package has no revision: remove it from the version, or write `3.0 (quilt)` into debian/source/format.";
  if (/\bpatch\b.*(?:exit status|does not apply|cannot be applied)|\bfuzz\b|\bhunk\b/i.test(text))
    return "A patch in debian/patches does not apply: refresh it.";
  return "To reproduce this, run dpkg-source --build in a copy of the directory.";
}
