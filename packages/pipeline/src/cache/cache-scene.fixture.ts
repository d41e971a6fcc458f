import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { removeTree } from "../worker/remove-tree.ts";
import type { Producer } from "./cache.ts";
import { type LocalCache, openLocalCache } from "./local-cache.ts";
import type { LocalCacheOptions } from "./local-store.ts";

export const key = digestOfBytes("inputs");
export const output = digestOfBytes("output");

/** Gives each test of a file an empty cache directory, and what tests do to it and look at. */
export function cacheScene() {
  const scene = {
    directory: "",
    now: new Date(0),
    warnings: [] as Diagnostic[],
    open: (change: Partial<LocalCacheOptions> = {}): Promise<LocalCache> =>
      openLocalCache({
        directory: scene.directory,
        trustDomain: "trusted",
        producer: "1.2.3",
        clock: () => scene.now,
        removeTree,
        report: (event) => event.type === "diagnostic" && scene.warnings.push(event.diagnostic),
        ...change,
      }),
    /** A path of the entry `root` with the key. */
    entryPath: (...parts: string[]) => join(scene.directory, "entries", "root", key.slice(7), ...parts),
    leftovers: async () => [
      ...(await readdir(join(scene.directory, "staging"))),
      ...(await readdir(join(scene.directory, "leases"))),
    ],
  };
  beforeEach(async () => {
    scene.directory = await mkdtemp(join(tmpdir(), "debootc-cache-"));
    scene.now = new Date("2025-01-31T12:00:00Z");
    scene.warnings = [];
  });
  afterEach(() => rm(scene.directory, { recursive: true }));
  return scene;
}

/** Makes an entry of one file with this text. */
export function produce(text: string, digest: Digest = output): Producer {
  return async (content) => {
    await writeFile(join(content, "file"), text);
    return digest;
  };
}

export async function textIn(path: string): Promise<string> {
  return readFile(join(path, "file"), "utf8");
}
