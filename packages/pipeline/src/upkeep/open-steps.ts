import type { Reporter } from "@debootc/core/event/event";
import { openCacheOf } from "../cache/open-cache-of.ts";
import type { LocalCache } from "../cache/local-cache.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { pathOfPart } from "./cache-parts.ts";
import { refuseNoDirectory } from "./refuse-no-directory.ts";
import { namesIn } from "./stored-files.ts";

interface Opening {
  readonly cacheDir: string;
  readonly privilege: Privilege;
  readonly clock: PipelineDependencies["clock"];
  readonly report: Reporter;
}

/** Opens the finished steps of a cache directory; undefined where no run has made any, and nothing is made then. Throws `usage`. */
export async function openSteps({ cacheDir, ...rest }: Opening): Promise<LocalCache | undefined> {
  await refuseNoDirectory(cacheDir);
  const directory = pathOfPart(cacheDir, "steps");
  if (!(await namesIn(directory)).includes("entries")) return undefined;
  return openCacheOf({ directory, ...rest });
}
