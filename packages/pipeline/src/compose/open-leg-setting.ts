import type { LegAsks } from "@debootc/core/compose-file/resolved-compose-file";
import { extraSourceId } from "@debootc/core/debian/own-source";
import { legText, pageOfLeg } from "@debootc/core/compose/leg-name";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { Reporter } from "@debootc/core/event/event";
import { join } from "node:path";
import { once } from "../engine/once.ts";
import { stageLocalPackages } from "../gather/local-packages.ts";
import { packageSources } from "../gather/package-sources.ts";
import { stageAddedFiles } from "./run/added-files.ts";
import type { ComposeSetting, LegInput, LegSetting } from "./run/compose-setting.ts";

/** Opens what the nodes of one leg share, and copies the user's own files for it. */
export async function openLegSetting(
  setting: ComposeSetting,
  leg: LegInput,
  report: Reporter,
): Promise<LegSetting> {
  const { directory, dependencies } = setting;
  const request = { ...setting.request, ...whatIsGiven(setting.request, leg) };
  const { treefile, variant, architecture, local, extra } = leg;
  const staged = join(directory.work, "staged", variant, architecture);
  const mirrors = {
    mirror: request.mirror,
    proxy: dependencies.environment.proxy,
    local: await stageLocalPackages(local, join(staged, "local-packages")),
    extra: await stageLocalPackages(extra, join(staged, extraSourceId), extraSourceId),
  };
  const addFiles = await stageAddedFiles(treefile.addFiles, join(staged, "added"));
  const page = setting.isLone ? "report.html" : pageOfLeg(leg);
  return {
    ...setting,
    ...leg,
    request,
    treefile: { ...treefile, addFiles },
    base: join(directory.path, "compose", legText(leg)),
    page: join(directory.path, page),
    sources: once(() => packageSources(treefile, mirrors, report)),
    onlyTakes: false,
    compression: request.imageCompression ?? treefile.container.compression,
  };
}

/** The command line wins over the compose file. */
function whatIsGiven(
  { imageCompression, previousImage, sbomFiles }: ComposeRequest,
  { asks }: LegInput,
): LegAsks {
  return {
    ...asks,
    ...(imageCompression === undefined ? {} : { imageCompression }),
    ...(sbomFiles ? { sbomFiles } : {}),
    ...(previousImage === undefined ? {} : { previousImage }),
  };
}
