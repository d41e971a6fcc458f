import { parseDsc } from "@debootc/core/source-package/parse-dsc";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, writeFile } from "node:fs/promises";
import { posix, join } from "node:path";
import { suiteSources } from "./suite-sources.ts";

/**
 * Takes a source package out of the pool of Debian's archive, by the path and the digest of its .dsc: the pool keeps one for
 * a while when the indexes name only its successor, and what there are records of must not change below them.
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
  if (!answer.ok) throw new Error(`${url.href} is not there: ${answer.status} ${answer.statusText}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (digestOfBytes(bytes) !== digest) throw new Error(`${url.href} has other bytes than ${digest}`);
  return bytes;
}

if (import.meta.main) {
  const [path = "", sha256 = "", directory = ""] = process.argv.slice(2);
  console.log(await fetchPoolSource(path, `sha256:${sha256}`, directory));
}
