import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { timingsOf } from "@debootc/core/compose/timings";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { availableMemory } from "@debootc/tools/available-memory";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { startComposeDirectory } from "../composed/compose-directory.ts";
import { hearing } from "../engine/hearing.ts";
import { fileNameOf } from "../engine/node-log.ts";
import { withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import type { ArchitectureChoice } from "./asked-legs.ts";
import { chosenNodes } from "./chosen-nodes.ts";
import { chooseForInput } from "./choose-for-input.ts";
import { finishCompose } from "./finish-compose.ts";
import { notingFailure } from "./noting-failure.ts";
import { openComposeSetting } from "./open-compose-setting.ts";
import { readComposeInput } from "./read-compose-input.ts";
import { resultOf } from "./result-of.ts";
import { composeSlots, composingLegs } from "./run/compose-records.ts";
import { provePrevious } from "./run/prove-ahead.ts";
import { stopCompose } from "./stop-compose.ts";
import { untrustedWork } from "../remote-cache/untrusted-work.ts";

/**
 * Runs `debootc compose`: turns a treefile, or the variants of a compose file, into a compose directory. Wrong input is
 * refused before anything is made; what fails later leaves a compose with STATUS DOOMED, its logs, and everything
 * finished in the cache.
 */
export async function runCompose(
  asked: ComposeRequest,
  given: PipelineDependencies,
  { configuration, chosen }: ArchitectureChoice & { readonly configuration: ConfigurationDirectories },
): Promise<ComposeResult> {
  const { events, dependencies: heard } = hearing(given);
  return withRun(heard, async (run) => {
    const input = await readComposeInput(asked, { ...given, chosen }, run.report);
    const choice = chooseForInput(input, { request: asked, dependencies: given });
    const { composeId: id, timeouts, retries } = input;
    const privilege = await choosePrivilege(given.environment.user);
    const removal = { privilege, report: run.report };
    const named = id === undefined ? undefined : { id, ...removal };
    const directory = await startComposeDirectory(asked.outputDir, input.wanted, named);
    run.begin(directory.id);
    return notingFailure(directory, run.report, async () => {
      const work = { request: asked, dependencies: given };
      const { request, dependencies } = untrustedWork(work, join(directory.work, "own-cache"));
      const surroundings = { request, dependencies, configuration, directory, privilege, events };
      const { setting, legs: settings, cache } = await openComposeSetting(input, surroundings, run);
      for (const leg of settings) run.held.use(provePrevious(leg));
      const [legs, slots] = [composingLegs(settings), composeSlots()];
      const outcome = await run.nodes(chosenNodes(choice, { setting, legs, slots, timeouts, retries }), {
        leftOut: choice.leftOut,
        logDirectory: directory.logs,
        workDirectory: directory.work,
        atOnce: request.sequential ? 1 : request.jobs,
        memoryMiB: Math.floor((await availableMemory()) / 2 ** 20),
        privilege: setting.privilege,
        cache,
        keep: (id, record) =>
          writeFile(join(directory.work, "records", `${fileNameOf(id)}.json`), canonicalJson(record)),
      });
      const timings = timingsOf(directory.id, events);
      const heardOf = { timings: timings?.nodes ?? [], events, choice };
      const result = resultOf({ setting, legs, slots }, outcome, heardOf);
      if (!choice.isPublished) await stopCompose(directory, timings);
      else await finishCompose(result, { directory, outputDir: request.outputDir, timings });
      return result;
    });
  });
}
