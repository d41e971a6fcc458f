import { dependencyDsc } from "@debootc/core/source-package/dependency-dsc";
import { buildTargetOf } from "@debootc/core/mock-build/build-target";
import { join } from "node:path";
import type { NodeContext } from "../../engine/node.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { dependencyLayers } from "../chroot/dependency-layers.ts";
import { answerUse } from "../plugin/answer-hooks.ts";
import type { CheckAccess, FreshAccess } from "../plugin/api.ts";
import { checkRootOperation } from "../plugin/check-root.ts";
import type { HookPort } from "../plugin/plugin-hooks.ts";

/** Where a throw-away chroot has the results and the source package. */
const resultsInside = "/run/debootc-results";
const sourceInside = "/run/debootc-source";

/** Gives checks throw-away chroots: the base root with what the check needs, which is cached as build dependencies are. */
export function freshChroots(
  { base, source, build }: Pick<MockBuildRecords, "base" | "source" | "build">,
  setting: MockBuildSetting,
  context: NodeContext,
): HookPort {
  let count = 0;
  return (signal, mostSeconds): CheckAccess => ({
    inFreshChroot: async <T>(
      { depends }: { readonly depends: string },
      use: (access: FreshAccess) => Promise<T>,
    ) => {
      count += 1;
      const own = { ...context, signal: AbortSignal.any([context.signal, signal]) };
      const { layers } = await dependencyLayers(
        {
          what: `what a check needs (${depends})`,
          dsc: dependencyDsc({ buildDepends: depends }),
          relations: { buildDepends: depends },
          target: buildTargetOf({ ...setting.chroot, profiles: [] }, undefined),
        },
        base,
        setting,
        own,
      );
      const outcome = Promise.withResolvers<T>();
      outcome.promise.catch(() => {});
      const ask = answerUse(setting.plugins.results, async (port) => {
        const access = { ...port(signal, mostSeconds), results: resultsInside, source: sourceInside };
        await use(access).then(outcome.resolve, outcome.reject);
      });
      await runPrivileged(
        checkRootOperation,
        {
          layers: [...layers],
          binds: [
            { source: build.directory, target: resultsInside },
            { source: source.directory, target: sourceInside },
          ],
          workDirectory: join(context.workDirectory, `check-${count}`),
        },
        setting.privilege,
        { ...own, ask },
      );
      return outcome.promise;
    },
  });
}
