import { parsePackageFileName } from "@debootc/core/deb/package-file-name";
import {
  firstSurroundings,
  secondSurroundings,
  variationsBetween,
} from "@debootc/core/mock-build/build-variation";
import type { Comparison } from "@debootc/core/mock-build/records/comparison";
import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Report } from "@debootc/core/event/event";
import { hasDisorderfs } from "@debootc/tools/proof/disorderfs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { NodeContext } from "../../engine/node.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { type BuildRequest, buildPackageOperation } from "../build/build-package.ts";
import { answerHooks } from "../plugin/answer-hooks.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { Expectation, ExpectedFile } from "./expectation.ts";

interface SecondBuild {
  readonly expectation: Expectation;
  readonly variations: Comparison["variations"];
  readonly remarks: readonly string[];
}

/** What stays as it was, in every second build. */
const notVaried = "not varied: build path, kernel and processor, the time that programs of Go see";

/**
 * Builds a package a second time, in the same chroot and in surroundings that differ in all that must not matter.
 * Throws `verification-differs` when it does not build there.
 */
export async function buildAgain(
  first: BuildRequest,
  { privilege, plugins }: Pick<MockBuildSetting, "privilege" | "plugins">,
  context: NodeContext,
): Promise<SecondBuild> {
  const usual = firstSurroundings(first.parallel);
  const reversedFiles = await hasDisorderfs();
  const variation = { ...secondSurroundings(usual), reversedFiles };
  const directory = join(context.workDirectory, "second");
  await mkdir(directory, { recursive: true });
  const request = {
    ...first,
    variation,
    parallel: variation.processors,
    directory,
    workDirectory: join(context.workDirectory, "second-chroot"),
  };
  const { files } = await attempt(request, privilege, { ...context, ask: answerHooks(plugins) });
  return {
    expectation: {
      files: files.flatMap((file) => expected(file, directory)),
      isComplete: true,
    },
    variations: variationsBetween(usual, variation),
    remarks: [
      notVaried,
      ...(reversedFiles ? [] : ["the order of files is not varied: apt-get install disorderfs"]),
    ],
  };
}

async function attempt(
  request: BuildRequest,
  privilege: MockBuildSetting["privilege"],
  context: OperationContext,
) {
  const report = (said: Report) => {
    // The stages and the facts of the result are those of the first build.
    if (said.type === "build-facts") return;
    if (said.type !== "progress") return context.report(said);
    const { stage: _stage, ...progress } = said;
    context.report({ ...progress, step: `second build: ${said.step}` });
  };
  try {
    return await runPrivileged(buildPackageOperation, request, privilege, { ...context, report });
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "build-failed") throw error;
    throw new DebootcError(
      "verification-differs",
      `a second build in other surroundings fails: ${error.message}`,
      {
        hint: "second-build.log has the whole output. It ran with another time, time zone, locale, umask, host name, user, core count and file order.",
        cause: error,
      },
    );
  }
}

/** Nothing for a file that is no package. */
function expected({ name, sha256 }: BuiltFile, directory: string): ExpectedFile[] {
  const named = parsePackageFileName(name);
  if (named === undefined) return [];
  const { package: binary, architecture } = named;
  return [{ name, package: binary, architecture, sha256, path: join(directory, name) }];
}
