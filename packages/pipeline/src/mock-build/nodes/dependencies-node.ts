import { DebootcError } from "@debootc/core/error/debootc-error";
import { dependencyDsc } from "@debootc/core/source-package/dependency-dsc";
import { fittingBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import { relationsFor } from "@debootc/core/source-package/build-needs";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { failureFact } from "../plugin/build-hooks.ts";
import { sourceFact } from "../plugin/source-fact.ts";
import { dependencyLayers } from "../chroot/dependency-layers.ts";

/** What the source package wants, chosen by the chroot's own apt and installed as a layer over it; both from the cache if they can. */
export function dependenciesNode(setting: MockBuildSetting): Node<MockBuildRecords, "dependencies"> {
  const { plugins, target } = setting;
  return {
    id: "dependencies",
    phase: "build",
    title: "Install the build dependencies",
    reads: ["source", "base"],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async ({ source: placed, base }, context) => {
      const { source } = placed;
      const types = fittingBuildTypes(source, setting.types, {
        architecture: target.hostArchitecture,
        profiles: target.profiles,
      });
      const relations = relationsFor(source, types);
      const wish = {
        what: `the build dependencies of ${source.name} ${source.version}`,
        dsc: dependencyDsc(relations, target.foreignArchitectures[0]),
        relations,
        target,
        given: (await setting.given(context))?.dependencies,
      };
      await plugins.call("beforeDependencies", { source: sourceFact(placed) });
      try {
        const { reused, ...output } = await dependencyLayers(wish, base, setting, context);
        await plugins.call("afterDependencies", { reused, packages: output.packages });
        return { output, reused };
      } catch (error) {
        if (error instanceof DebootcError && error.code === "dependency-unmet") {
          await plugins.call("dependenciesFailed", { failure: failureFact(error) });
        }
        throw error;
      }
    },
  };
}
