import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { alternativesOf } from "@debootc/core/mock-build/chroot/alternatives-of";
import { takenElsewhere } from "@debootc/core/mock-build/taken-elsewhere";
import { dependencyDsc } from "@debootc/core/source-package/dependency-dsc";
import { fittingBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import { chosenAlternatives } from "@debootc/core/source-package/chosen-alternatives";
import { relationsFor } from "@debootc/core/source-package/build-needs";
import { defineNode, type Node } from "../../engine/node.ts";
import type { MockBuildRecords, MockBuildSlots } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { failureFact } from "../plugin/build-hooks.ts";
import { sourceFact } from "../plugin/source-fact.ts";
import { dependencyLayers } from "../chroot/dependency-layers.ts";
import { controlText } from "../source/read-source-control.ts";

/** Lets the chroot's own apt choose what the source package needs, and installs it as a layer; both from the cache if possible. */
export function dependenciesNode(
  setting: MockBuildSetting,
  slots: MockBuildSlots,
): Node<MockBuildRecords["dependencies"]> {
  const { plugins, target } = setting;
  return defineNode({
    leaves: slots.dependencies,
    phase: "build",
    title: "Install the build dependencies",
    reads: { source: slots.source, base: slots.base },
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async ({ source: placed, base }, context) => {
      const { source } = placed;
      const scope = { architecture: target.hostArchitecture, profiles: target.profiles };
      const types = fittingBuildTypes(source, setting.types, scope);
      const { relations, dropped } = chosenAlternatives(
        { name: source.name, relations: relationsFor(source, types) },
        scope,
        alternativesOf(setting.chroot),
      );
      const wish = {
        what: `the build dependencies of ${source.name} ${source.version}`,
        dsc: dependencyDsc(relations, target.foreignArchitectures[0]),
        relations,
        dropped,
        target,
        written: { relations, control: async () => controlText(placed, context.signal) },
        given: (await setting.given(context))?.dependencies,
      };
      await plugins.call("beforeDependencies", { source: sourceFact(placed) });
      try {
        const { reused, ...output } = await dependencyLayers(wish, base, setting, context);
        await plugins.call("afterDependencies", { reused, packages: output.packages });
        warnOfOthers(setting, output.packages, context.report);
        return { output, reused };
      } catch (error) {
        if (error instanceof DebootcError && error.code === "dependency-unmet") {
          await plugins.call("dependenciesFailed", { failure: failureFact(error) });
        }
        throw error;
      }
    },
  });
}

/** Warns where the archive has a later version and wins: then something else is there than was given. */
function warnOfOthers(
  { extra }: MockBuildSetting,
  packages: MockBuildRecords["dependencies"]["packages"],
  report: Reporter,
): void {
  for (const { name, built, installed } of takenElsewhere(extra, packages)) {
    if (extra.some((one) => one.name === name && one.version === installed)) continue;
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "extra-package-outdated",
        message: `--extra-package gives ${name} ${built}, but ${installed} of the archive is installed`,
        hint: "apt takes the later version: build the package with a later one, as with dch --local.",
      },
    });
  }
}
