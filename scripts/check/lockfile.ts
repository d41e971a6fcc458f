import { readText, repositoryFiles } from "../repository/repository.ts";

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/**
 * Dependencies that package-lock.json does not know as package.json asks for them: `npm install --no-save`,
 * which script/setup uses, would fetch whatever is newest for these.
 */
export async function lockfile(): Promise<string[]> {
  const manifests = (await repositoryFiles()).filter((path) => /(?:^|\/)package[.]json$/.test(path));
  const complaints = await Promise.all(
    manifests.map(async (path) => {
      const manifest: Manifest = JSON.parse(await readText(path));
      const folder = path === "package.json" ? "" : path.replace(/\/package[.]json$/, "");
      return staleDependencies(path, manifest, await lockedManifest(folder));
    }),
  );
  return complaints.flat();
}

export function staleDependencies(path: string, asked: Manifest, locked: Manifest): string[] {
  return (["dependencies", "devDependencies", "optionalDependencies"] as const).flatMap((kind) => {
    const wanted = asked[kind] ?? {};
    const known = locked[kind] ?? {};
    return Object.keys({ ...wanted, ...known })
      .filter((name) => wanted[name] !== known[name])
      .map(
        (name) =>
          `${path}: ${kind}: ${name} is ${wanted[name] ?? "not wanted"}, but ${known[name] ?? "unknown"} in ` +
          "package-lock.json: run npm install and commit the lockfile",
      );
  });
}

async function lockedManifest(folder: string): Promise<Manifest> {
  const own = folder === "script/toolchain";
  const lock = JSON.parse(await readText(own ? `${folder}/package-lock.json` : "package-lock.json"));
  return lock.packages[own ? "" : folder] ?? {};
}
