import { mkdir, readdir, rename, rm, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { withPathsOfSources } from "./paths-of-sources.ts";

/** What is started by its path, each a bundle of its own: `source` becomes `main.js` in a directory of that name. */
const programs = [
  { name: "debootc", source: "cli/src/main.ts" },
  { name: "worker", source: "packages/pipeline/src/worker-process/main.ts" },
  { name: "seal-thread", source: "packages/pipeline/src/worker/seal-thread.ts" },
] as const;

/**
 * Writes the programs of a checkout, bundled, into `dist/NUMBER/`, and lets `dist/current` lead there. The bundle before it stays
 * for whoever runs from it; older ones are removed. A source that changes after `begun` is newer than the bundle.
 */
export async function writeBundle(checkout: string, begun: Date): Promise<void> {
  const dist = join(checkout, "dist");
  await mkdir(dist, { recursive: true });
  const numbers = (await readdir(dist))
    .map(Number)
    .filter(Number.isInteger)
    .toSorted((a, b) => b - a);
  const [last = 0, ...older] = numbers;
  const name = String(last + 1);
  for (const program of programs) await writeProgram(checkout, join(dist, name), program);
  await utimes(join(dist, name, "debootc/main.js"), begun, begun);

  const link = join(dist, "next");
  await rm(link, { force: true });
  await symlink(name, link);
  await rename(link, join(dist, "current"));
  for (const number of older) await rm(join(dist, String(number)), { recursive: true });
}

async function writeProgram(
  checkout: string,
  bundle: string,
  { name, source }: (typeof programs)[number],
): Promise<void> {
  const directory = join(bundle, name);
  const build = await rolldown({
    input: { main: join(checkout, source) },
    platform: "node",
    plugins: [pathsOfSources(checkout, directory)],
    // A command that loads what another one imports gains nothing, and costs nothing.
    checks: { ineffectiveDynamicImport: false },
  });
  await build.write({
    dir: directory,
    entryFileNames: "[name].js",
  });
  await build.close();
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
