import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { timingsOf } from "@debootc/core/compose/timings";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { AssembleRequest } from "@debootc/core/request/assemble-request";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finishCompose } from "../compose/finish-compose.ts";
import { notingFailure } from "../compose/noting-failure.ts";
import { composeSlots } from "../compose/run/compose-records.ts";
import { startComposeDirectory } from "../composed/compose-directory.ts";
import { removeWork } from "../composed/remove-work.ts";
import { hearing } from "../engine/hearing.ts";
import { fileNameOf } from "../engine/node-log.ts";
import { withRun } from "../engine/with-run.ts";
import { readSigningKeys } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { assembleNodes } from "./assemble-nodes.ts";
import { assembledResult } from "./assembled-result.ts";
import { openAssembly } from "./open-assembly.ts";
import { readParts } from "./read-parts.ts";

/**
 * Makes one compose of legs that were composed apart (`debootc assemble`): equal, but for signatures, to the one that a
 * single run would have made. Throws `legs-unfit`, `verification-differs`, `in-use`, `usage`.
 */
export async function assemble(
  request: AssembleRequest,
  dependencies: PipelineDependencies,
): Promise<ComposeResult> {
  const { events, dependencies: heard } = hearing(dependencies);
  return withRun(heard, async (run) => {
    const merged = await readParts(request.legs, { variants: request.onlyVariant, arches: request.onlyArch });
    const signingKeys = await readSigningKeys(request, dependencies.clock());
    const { composeId } = merged;
    const privilege = privilegeOf(dependencies.environment.user);
    const { outputDir } = request;
    const assembly = await openAssembly(merged);
    const directory = await startComposeDirectory(outputDir, assembly.id, {
      ...{ id: composeId, privilege, report: run.report },
    });
    run.begin(composeId);
    return notingFailure(directory, run.report, async () => {
      run.held.defer(() => removeWork(directory, privilege));
      const slots = composeSlots();
      const timings = () => timingsOf(composeId, events);
      const setting = {
        ...{ id: assembly.id, release: merged.release, directory, dependencies, signingKeys },
        timings: () => timings()?.nodes ?? [],
      };
      const outcome = await run.nodes(assembleNodes(setting, assembly.legs, slots), {
        ...{ logDirectory: directory.logs, workDirectory: directory.work, atOnce: request.jobs, privilege },
        keep: (id, record) =>
          writeFile(join(directory.work, "records", `${fileNameOf(id)}.json`), canonicalJson(record)),
      });
      const result = assembledResult({ merged, directory, assembly, slots, signingKeys }, outcome, {
        timings: timings()?.nodes ?? [],
        events,
      });
      await finishCompose(result, { directory, outputDir, timings: timings() });
      return result;
    });
  });
}
