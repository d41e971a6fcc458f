import { readTar } from "@debootc/core/tar/read-tar";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** Far longer than the entry of a rebuild; the file has nothing else. */
const longest = 256 * 1024;

/** Reads the changelog that a binary rebuild leaves in a package; undefined if it has none that can be read. */
export async function readRebuildEntry(deb: string): Promise<string | undefined> {
  let packed: Buffer | undefined;
  for await (const { entry, body } of readTar(readFilesystem(deb), { readName: escapedName })) {
    const isWanted = /(?:^|\/)usr\/share\/doc\/[^/]+\/changelog\.Debian\.[a-z0-9-]+\.gz$/.test(entry.path);
    if (!isWanted || entry.type !== "file" || entry.size > longest) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    packed = Buffer.concat(chunks);
  }
  if (packed === undefined) return undefined;
  return promisify(gunzip)(packed, { maxOutputLength: longest }).then(
    (text) => text.toString(),
    () => undefined,
  );
}
