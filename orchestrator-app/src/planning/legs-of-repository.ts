import { isComposeFile } from "@debootc/core/compose-file/is-compose-file";
import { loadComposeFile } from "@debootc/core/compose-file/load-compose-file";
import { defaultSettings } from "@debootc/core/compose-file/resolved-settings";
import { type Release, releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import { isUnreadable, type ReadFile } from "@debootc/core/document/read-file";
import type { HubFile } from "@debootc/core/hub-file/hub-file";
import type { LegOfRun } from "@debootc/core/hub-file/run-plan-of";
import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import { loadWithFetch, root } from "./load-with-fetch.ts";

/** Holds what a run composes. */
export interface LegsOfRun {
  readonly release: Release;
  readonly legs: readonly LegOfRun[];
}

/**
 * Reads the compose file or treefile that a hub file names, with all that it includes. Throws `compose-file-invalid` and
 * `treefile-invalid` with paths below `root`, and what `fetch` throws.
 */
export async function legsOfRepository(
  { compose, arches }: Pick<HubFile, "compose" | "arches">,
  fetch: (path: string) => Promise<Uint8Array | undefined>,
): Promise<LegsOfRun> {
  const file = `${root}/${compose}`;
  return loadWithFetch((read) => legsOf(file, arches, read), { fetch });
}

function legsOf(file: string, arches: readonly string[], read: ReadFile): LegsOfRun {
  const content = read(file);
  if (isUnreadable(content) || isComposeFile(content)) {
    const { composeFile } = loadComposeFile({ file, read });
    const legs = composeFile.variants.flatMap((variant) => variant.legs);
    return {
      release: composeFile.release,
      legs: legs.map(({ variant, architecture, runsOn, required }) => ({
        variant,
        architecture,
        runsOn,
        required,
      })),
    };
  }
  // Each architecture may find other errors; all of them include the same files.
  const loaded = arches.map((architecture) => loadTreefile({ file, architecture, read }).treefile);
  const [first] = loaded;
  if (first === undefined) throw new Error("a treefile is composed for at least one architecture");
  return {
    release: releaseOfTreefile(first),
    legs: loaded.map(({ name, architecture }) => ({
      variant: variantOfTreefile(name),
      architecture,
      runsOn: defaultSettings["runs-on"],
      required: defaultSettings.required,
    })),
  };
}
