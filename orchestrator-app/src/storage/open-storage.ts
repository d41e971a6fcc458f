import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { join } from "node:path";
import { diskStorage, sweepIncoming } from "./disk-storage.ts";
import type { Storage } from "./storage.ts";

/** Holds where the hub keeps results. */
export interface OpenedStorage {
  readonly storage: Storage;
  /** Whether results stay; else they are removed once their release is published. */
  readonly keeps: boolean;
  /** Where the files of releases lie until they are published. */
  readonly workDirectory: string;
}

interface World {
  readonly randomWord: () => string;
  readonly now: Date;
}

/** What a killed hub had begun to write is removed after so long, in milliseconds. */
const abandoned = 24 * 3_600_000;

/** Opens the storage that the hub is started with. */
export async function openStorage(
  { storage: where, dataDir }: Pick<ServeSettings, "storage" | "dataDir">,
  { randomWord, now }: World,
): Promise<OpenedStorage> {
  const workDirectory = join(dataDir, "work");
  const directory = where.startsWith("/") ? where : join(dataDir, "storage");
  await sweepIncoming(directory, new Date(now.getTime() - abandoned));
  return { storage: diskStorage({ directory, randomWord }), keeps: where !== "releases", workDirectory };
}
