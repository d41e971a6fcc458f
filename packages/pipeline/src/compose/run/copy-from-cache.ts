import { run } from "@debootc/tools/run";
import { chmod, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Copies an ostree repository out of the cache as `copyTree` does, by two processes, each with half of the objects:
 * ten thousand files are what a compose waits for that reuses everything else.
 */
export async function copyRepositoryFromCache(
  source: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(join(target, "objects"), { recursive: true });
  const others = (await readdir(source)).filter((name) => name !== "objects");
  const prefixes = await readdir(join(source, "objects"));
  const middle = Math.ceil(prefixes.length / 2);
  const copies: readonly (readonly [directory: string, names: readonly string[]])[] = [
    [".", others],
    ["objects", prefixes.slice(0, middle)],
    ["objects", prefixes.slice(middle)],
  ];
  await Promise.all(
    copies
      .filter(([, names]) => names.length > 0)
      .map(([directory, names]) =>
        run({
          tool: "cp",
          args: [
            "--archive",
            "--reflink=auto",
            `--target-directory=${join(target, directory)}`,
            "--",
            ...names.map((name) => join(source, directory, name)),
          ],
          signal,
        }),
      ),
  );
  for (const directory of ["objects", "."]) {
    await chmod(join(target, directory), (await stat(join(source, directory))).mode);
  }
}
