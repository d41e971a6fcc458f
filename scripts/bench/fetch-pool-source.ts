import { parseDsc } from "@debootc/core/source-package/parse-dsc";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, writeFile } from "node:fs/promises";
import { posix, join } from "node:path";
import { suiteSources } from "./suite-sources.ts";

/**
 * Takes a source package from the pool of Debian's archive, by the path and the digest of its .dsc: the pool keeps it for
 * a while after the indexes name only its successor, and a package that records refer to must not change.
 * `node scripts/bench/fetch-pool-source.ts POOL-PATH SHA256 DIRECTORY` prints the path of the .dsc.
 */
export async function fetchPoolSource(path: string, digest: Digest, directory: string): Promise<string> {
  const { sources } = await suiteSources("trixie");
  const [archive = ""] = sources.find(({ id }) => id === "debian")?.uris ?? [];
  const fetchBeside = (name: string, wanted: Digest) =>
    fetchFile(new URL(posix.join(posix.dirname(path), name), `${archive}/`), wanted);
  await mkdir(directory, { recursive: true });
  const dsc = await fetchBeside(posix.basename(path), digest);
  for (const { name, sha256 } of parseDsc(dsc, path).files)
    await writeFile(join(directory, name), await fetchBeside(name, sha256));
  const place = join(directory, posix.basename(path));
  await writeFile(place, dsc);
  return place;
}

async function fetchFile(url: URL, digest: Digest): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.href} cannot be fetched: ${answer.status} ${answer.statusText}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (digestOfBytes(bytes) !== digest) throw new Error(`${url.href} does not have the digest ${digest}`);
  return bytes;
}

if (import.meta.main) {
  const [path = "", sha256 = "", directory = ""] = process.argv.slice(2);
  console.log(await fetchPoolSource(path, `sha256:${sha256}`, directory));
}
