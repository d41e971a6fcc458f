import { type LegChoice, chosenLegs } from "@debootc/core/compose/chosen-legs";
import { type Matrix, matrixOf } from "@debootc/core/compose-file/matrix-of";
import type { ResolvedLeg } from "@debootc/core/compose-file/resolved-compose-file";
import { defaultSettings } from "@debootc/core/compose-file/resolved-settings";
import { composeDate, formatComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import { type Release, releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import type { MatrixRequest } from "@debootc/core/request/matrix-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { isComposeFileAt, readComposeFile } from "./read-compose-file.ts";

interface ReadLegs {
  readonly release: Release;
  readonly legs: readonly Pick<ResolvedLeg, "variant" | "architecture" | "runsOn">[];
}

/**
 * Returns the jobs that compose a file, for a workflow. Unless its architectures are `chosen`, those of the request are the
 * machine's own, for which a treefile is read. Throws `compose-file-invalid`, `treefile-invalid`, `compose-id-invalid` and
 * `usage`.
 */
export async function matrixOfFile(
  { file, variant, arch, composeId, timestamp }: MatrixRequest,
  { chosen }: { readonly chosen: boolean },
  { clock }: Pick<PipelineDependencies, "clock">,
): Promise<Matrix> {
  const now = clock();
  if (composeId !== undefined) parseComposeId(composeId);
  const { release, legs } = isComposeFileAt(file)
    ? await legsOfComposeFile(file)
    : await legsOfTreefile(file, arch);
  const choice: LegChoice = { variants: variant, arches: chosen ? arch : undefined };
  const { short, version } = release;
  return matrixOf(chosenLegs(legs, choice), {
    composeId:
      composeId ?? formatComposeId({ short, version, date: composeDate(now), type: "production", respin: 0 }),
    timestamp: timestamp ?? Math.floor(now.getTime() / 1000),
  });
}

async function legsOfComposeFile(file: string): Promise<ReadLegs> {
  const { composeFile } = await readComposeFile(file, { inspect: false });
  return { release: composeFile.release, legs: composeFile.variants.flatMap(({ legs }) => legs) };
}

/** A treefile is a compose of one variant; it is read for every architecture, since each may find other errors. */
async function legsOfTreefile(file: string, arches: readonly string[]): Promise<ReadLegs> {
  const [first, ...others] = await Promise.all(
    [...new Set(arches)].map(async (arch) => (await readTreefile(file, arch, { inspect: false })).treefile),
  );
  if (first === undefined) throw new Error("a matrix needs an architecture");
  return {
    release: releaseOfTreefile(first),
    legs: [first, ...others].map(({ name, architecture }) => ({
      variant: variantOfTreefile(name),
      architecture,
      runsOn: defaultSettings["runs-on"],
    })),
  };
}
