import { codeDigests } from "@debootc/pipeline/compose/run/code-digests";
import { chrootCodeDigests } from "@debootc/pipeline/mock-build/run/chroot-code-digests";
import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { withPathsOfSources } from "./paths-of-sources.ts";

/** What is started by its path, each a bundle of its own: `source` becomes `main.js` in a directory of that name. */
const programs = [
  { name: "debootc", source: "cli/src/main.ts" },
  { name: "worker", source: "packages/pipeline/src/worker-process/main.ts" },
  { name: "seal-thread", source: "packages/pipeline/src/worker/seal-thread.ts" },
] as const;

/** The actions, which only workflows start. */
const actionPrograms = [
  "compose",
  "matrix",
  "assemble",
  "mock-build",
  "ostree-commit",
  "container-export",
  "attest",
  "release",
  "lock",
  "cleanup",
].map((name) => ({
  name: `action-${name}`,
  source: `actions/${name}/src/main.ts`,
}));

interface Programs {
  /** Whether the actions are among them: people at a terminal need not wait for these. */
  readonly actions: boolean;
}

/**
 * Writes the programs of a checkout, bundled, into `dist/NUMBER/`, and lets `dist/current` lead there. The bundle before it stays
 * for whoever runs from it; older ones are removed. A source that changes after `begun`, a file in it, is newer than it.
 */
export async function writeNextBundle(checkout: string, wanted: Programs): Promise<void> {
  const dist = join(checkout, "dist");
  await mkdir(dist, { recursive: true });
  const numbers = (await readdir(dist))
    .map(Number)
    .filter(Number.isInteger)
    .toSorted((a, b) => b - a);
  const [last = 0, ...older] = numbers;
  const name = String(last + 1);
  await writeBundle(checkout, join(dist, name), wanted);

  const link = join(dist, "next");
  await rm(link, { force: true });
  await symlink(name, link);
  await rename(link, join(dist, "current"));
  for (const number of older) await rm(join(dist, String(number)), { recursive: true });
}

/**
 * Writes the programs of a checkout, bundled, into a directory that is as deep below its own checkout as `dist/NUMBER/`. Returns
 * the paths of the modules that are in them.
 */
export async function writeBundle(
  checkout: string,
  target: string,
  { actions }: Programs,
): Promise<readonly string[]> {
  await mkdir(target, { recursive: true });
  await writeFile(join(target, "begun"), "");
  const modules = new Set<string>();
  for (const program of [...programs, ...(actions ? actionPrograms : [])])
    for (const path of await writeProgram(checkout, target, program)) modules.add(path);
  return [...modules];
}

async function writeProgram(
  checkout: string,
  bundle: string,
  { name, source }: { readonly name: string; readonly source: string },
): Promise<readonly string[]> {
  const directory = join(bundle, name);
  const build = await rolldown({
    input: { main: join(checkout, source) },
    platform: "node",
    plugins: [pathsOfSources(checkout, join(checkout, "dist/1", name)), digestsOfSources(checkout)],
    // A command that loads what another one imports gains nothing, and costs nothing.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await build.write({
    dir: directory,
    entryFileNames: "[name].js",
  });
  await build.close();
  return output.flatMap((one) => (one.type === "chunk" ? one.moduleIds : []));
}

function pathsOfSources(checkout: string, directory: string): Plugin {
  const files = new Map(programs.map(({ name, source }) => [join(checkout, source), `../${name}/main.js`]));
  return {
    name: "paths of sources",
    transform(code, id) {
      if (!id.startsWith(`${checkout}/packages/`) || !code.includes("import.meta.dirname")) return null;
      const { text, modules } = withPathsOfSources(code, id, directory, files);
      for (const { source, file } of modules) this.emitFile({ type: "chunk", id: source, fileName: file });
      return { code: text };
    },
  };
}

/** Puts in the digests that keys of results have: a bundle may be where no sources are, and need not compute them. */
function digestsOfSources(checkout: string): Plugin {
  const modules = new Map([
    moduleOf("compose/run/code-digests.ts", { codeDigests }),
    moduleOf("mock-build/run/chroot-code-digests.ts", { chrootCodeDigests }),
  ]);
  return { name: "digests of sources", load: (id) => modules.get(id) ?? null };

  function moduleOf(
    path: string,
    functions: Readonly<Record<string, () => object>>,
  ): readonly [string, string] {
    const lines = Object.entries(functions).map(
      ([name, digests]) => `export const ${name} = () => (${JSON.stringify(digests())});`,
    );
    return [join(checkout, "packages/pipeline/src", path), lines.join("\n")];
  }
}
