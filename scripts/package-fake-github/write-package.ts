import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { readText, repository } from "../repository/repository.ts";

const folder = "packages/fake-github";
const programs = ["act-runner", "fake-github"];

/**
 * Writes packages/fake-github as other projects install it: compiled, because Node runs no TypeScript below node_modules,
 * with its types, the description of GitHub, README and licence, and without tests.
 */
export async function writePackage(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await run({
    tool: process.execPath,
    args: [
      join(repository, "node_modules/typescript/bin/tsc"),
      ...["--project", join(repository, folder, "tsconfig.package.json"), "--outDir", target],
    ],
  });
  await cp(join(repository, folder, "data"), join(target, "data"), { recursive: true });
  await cp(join(repository, folder, "README.md"), join(target, "README.md"));
  await cp(join(repository, "LICENSE"), join(target, "LICENSE"));
  for (const name of programs) await chmod(join(target, `bin/${name}.js`), 0o755);
  const manifest = packageManifest(JSON.parse(await readText(`${folder}/package.json`)));
  await writeFile(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Returns the manifest of the compiled package. */
export function packageManifest(manifest: Readonly<Record<string, unknown>>): object {
  const kept = Object.entries(manifest).filter(([key]) => key !== "private" && key !== "devDependencies");
  return {
    ...Object.fromEntries(kept),
    bin: Object.fromEntries(programs.map((name) => [name, `bin/${name}.js`])),
    exports: { "./*": { types: "./src/*.d.ts", default: "./src/*.js" } },
    files: ["bin", "data", "src"],
  };
}
