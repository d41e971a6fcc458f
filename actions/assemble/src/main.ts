import { composeArchive } from "@debootc/actions-kit/artifacts/archive-names";
import { downloadResults } from "@debootc/actions-kit/artifacts/download-results";
import { wantedResults } from "@debootc/actions-kit/artifacts/wanted-results";
import { downloadComposes } from "@debootc/actions-kit/artifacts/download-composes";
import { composeActionResult } from "@debootc/actions-kit/compose/compose-result";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { assemble } from "@debootc/pipeline/assemble/assemble";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { assembleAction } from "./definition.ts";

await runAction(assembleAction, async ({ request, own }, context) => {
  const { dependencies, temporary, environment } = context;
  const target = await mkdtemp(join(temporary, "debootc-legs-"));
  try {
    const { artifacts } = own;
    const { signal } = dependencies;
    const downloaded = artifacts === undefined ? [] : await downloadComposes(artifacts, { target, signal });
    const results = await downloadResults(wantedResults(own, "leg"), {
      ...{ target, signal, environment, archive: composeArchive },
    });
    const legs = [...(request.legs ?? []), ...downloaded, ...results.map(({ directory }) => directory)];
    if (legs.length === 0)
      throw new DebootcError("usage", "there is nothing to assemble", {
        hint: "Write artifacts: with the names that the jobs before gave, such as leg-*, finished: with what the hub says, or legs: with directories.",
      });
    const result = await assemble({ ...request, legs }, dependencies);
    return await composeActionResult(result, own, context);
  } finally {
    await rm(target, { recursive: true, force: true });
  }
});
