import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import type { Database } from "../database/database.ts";
import { expireArtifacts } from "../gather/expire-artifacts.ts";
import { orphanSweep } from "../gather/sweep-orphans.ts";
import { pumpArtifacts } from "../gather/pump-artifacts.ts";
import type { CallGitHub } from "../github/call.ts";
import type { Log } from "../log/log.ts";
import { pumpReleases } from "../releases/pump-releases.ts";
import { sweepWork } from "../releases/sweep-work.ts";
import type { OpenedStorage } from "../storage/open-storage.ts";
import type { Leadership } from "./leadership.ts";
import type { LoopPlan } from "./loop.ts";

interface GatherLoops {
  readonly database: Database;
  readonly settings: ServeSettings;
  readonly storage: OpenedStorage;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  readonly randomWord: () => string;
  readonly holder: string;
  readonly log: Log;
  readonly leadership: Leadership;
  readonly wake: (name: string) => void;
}

const bytesOfGigabyte = 1000 ** 3;

/** What another replica has not written to for so long, in milliseconds, was begun by one that was killed. */
const abandoned = 24 * 3_600_000;

/** Lists the work by which results come from GitHub and become releases. */
export function gatherLoops(context: GatherLoops): LoopPlan[] {
  const { database, settings, storage, call, clock, random, randomWord, holder, log } = context;
  const common = { database, call, clock, log, random, storage: storage.storage };
  const sweepOrphans = orphanSweep({ storage: storage.storage, log, clock, randomWord });
  return [
    {
      name: "artifacts",
      every: 2000,
      round: async (signal) => {
        const fetched = await pumpArtifacts({
          ...{ ...common, signal, keeps: storage.keeps, days: settings.keepDays },
          mostBytes: settings.largestArtifact * bytesOfGigabyte,
        });
        if (fetched > 0) context.wake("releases");
        return fetched > 0;
      },
    },
    {
      name: "releases",
      every: 1000,
      round: async (signal) => {
        const { workDirectory, reserve } = storage;
        const taken = await pumpReleases({
          ...{ ...common, signal, holder, workDirectory, reserve, randomWord },
          partBytes: settings.largestAsset,
        });
        if (taken > 0) context.wake("outgoing");
        return taken > 0;
      },
    },
    {
      name: "work directory",
      every: 600_000,
      round: async () => {
        await sweepWork({ database, holder, workDirectory: storage.workDirectory });
        await storage.sweep(new Date(clock().getTime() - abandoned));
        return false;
      },
    },
    context.leadership.only({
      name: "retention",
      every: 600_000,
      round: async (fenced) => {
        const expired = await expireArtifacts({ ...common, database: fenced, keeps: storage.keeps });
        return expired > 0;
      },
    }),
    context.leadership.only({
      name: "orphans",
      every: 3_600_000,
      round: async (fenced) => {
        await sweepOrphans(fenced);
        return false;
      },
    }),
  ];
}
