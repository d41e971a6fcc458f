import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const algorithms: Readonly<Record<string, string>> = {
  Files: "md5",
  "Checksums-Md5": "md5",
  "Checksums-Sha1": "sha1",
  "Checksums-Sha256": "sha256",
};

/**
 * Updates the text of a .changes or .buildinfo with the digests and sizes of files that have changed since it was
 * written: those with the given names in the directory.
 */
export async function withDigestsOf(
  text: string,
  directory: string,
  names: readonly string[],
): Promise<string> {
  const contents = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name))] as const)),
  );
  let algorithm: string | undefined;
  const lines = text.split("\n").map((line) => {
    if (!line.startsWith(" ")) {
      algorithm = algorithms[/^([A-Za-z0-9-]+):/.exec(line)?.[1] ?? ""];
      return line;
    }
    const words = line.trim().split(" ");
    const content = contents.get(words.at(-1) ?? "");
    if (algorithm === undefined || content === undefined) return line;
    const digest = createHash(algorithm).update(content).digest("hex");
    return ` ${[digest, content.length, ...words.slice(2)].join(" ")}`;
  });
  return lines.join("\n");
}
