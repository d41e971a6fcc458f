import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { PackageSource, ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { snapshotWord } from "@debootc/core/debian/snapshot";
import { readSourceKey } from "@debootc/tools/apt/apt-key";
import { writeFile } from "node:fs/promises";

/** Writes the archives of a treefile as a chroot configuration for `--config`: JSON is also YAML. */
export async function writeTreefileChroot(
  { suite, mirror, snapshot, components, sources }: ResolvedTreefile,
  file: string,
): Promise<void> {
  const placed = (uri: string) => (snapshot === undefined ? uri : uri.replaceAll(snapshotWord, snapshot));
  const configuration = {
    suite,
    components,
    ...(mirror === undefined ? {} : { mirror: placed(mirror) }),
    sources: await Promise.all(sources.map((source) => sourceOf(source, placed))),
  };
  await writeFile(file, `${canonicalJson(configuration)}\n`);
}

async function sourceOf(source: PackageSource, placed: (uri: string) => string) {
  const { id, uris, suites, components, architectures, trusted, checkValidUntil } = source;
  const isOfDebian = debianSourceIds.has(id) && source.signedBy === undefined;
  const key = isOfDebian ? undefined : await readSourceKey(source);
  return {
    id,
    ...(uris.length === 0 ? {} : { uris: uris.map(placed) }),
    suites,
    ...(components.length === 0 ? {} : { components }),
    ...(architectures === undefined ? {} : { architectures }),
    ...(key === undefined ? {} : { "signed-by": key }),
    ...(trusted ? { trusted } : {}),
    "check-valid-until": checkValidUntil,
  };
}
