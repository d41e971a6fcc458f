import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { countOf } from "@debootc/core/text/amount";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openSteps } from "../upkeep/open-steps.ts";
import { verifyCacheContent } from "../upkeep/verify-cache-directory.ts";
import type { Privilege } from "../worker/run-privileged.ts";

interface Place {
  readonly cacheDir: string;
  readonly privilege: Privilege;
}

/**
 * Finds damage of the cache: by its records, which takes no time, or, to repair it, by reading all of it. Nothing of it
 * is left by a crash, but a disk or a person may have changed it.
 */
export async function cacheDamageFindings(
  { cacheDir, privilege }: Place,
  dependencies: Pick<PipelineDependencies, "clock" | "signal">,
  fix: boolean,
): Promise<DoctorFinding[]> {
  const finding = { id: "cache-content", state: "ok", title: "content of the cache" } as const;
  const cache = await openSteps({ cacheDir, privilege, clock: dependencies.clock, report: () => {} });
  if (cache === undefined) return [];
  if (!fix) {
    const listed = await cache.list();
    const damaged = listed.filter(({ damage }) => damage !== undefined);
    if (damaged.length === 0)
      return [{ ...finding, detail: `${countOf(listed.length, "finished step")}, read when they are used` }];
    return damaged.map(({ kind, key, damage }) => damageFinding(`cache entry ${kind} ${key}`, damage, false));
  }
  try {
    const { steps, files, damage } = await verifyCacheContent(
      { cacheDir, fix, privilege },
      dependencies,
      () => {},
    );
    if (damage.length === 0)
      return [
        { ...finding, detail: `${countOf(steps, "finished step")} and ${countOf(files, "file")} read` },
      ];
    return damage.map(({ name, reason, removed }) => damageFinding(name, reason, removed));
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code === "cancelled") throw error;
    return [{ ...finding, detail: `not read: ${error.message}` }];
  }
}

function damageFinding(title: string, detail: string | undefined, removed: boolean): DoctorFinding {
  const state = removed ? "removed" : "left-over";
  return { id: `cache:${title}`, state, title, ...(detail === undefined ? {} : { detail }) };
}
