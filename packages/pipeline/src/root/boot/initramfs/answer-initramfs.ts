import { type Digest, digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache, Lease } from "../../../cache/cache.ts";
import { type InitramfsAnswer, initramfsQuestionSchema } from "./initramfs-questions.ts";
import { initramfsFile, initramfsRecordFile } from "./initramfs-record.ts";

interface Surroundings {
  readonly cache: Cache;
  /** The code that makes the root, and its architecture. */
  readonly of: { readonly code: Digest; readonly architecture: string };
  /** Keeps an entry until the root is made. */
  readonly hold: (lease: Lease) => void;
}

/** Returns what answers the worker's questions for an initramfs, from the cache. */
export function answerInitramfs({ cache, of, hold }: Surroundings) {
  return async (question: unknown): Promise<InitramfsAnswer> => {
    const asked = initramfsQuestionSchema.parse(question);
    const { wish, number } = asked;
    const key = digestOf({ node: "initramfs", ...of, wish, number });
    if (asked.ask === "find-initramfs") {
      const lease = await cache.get("initramfs", key);
      if (lease === undefined) return {};
      hold(lease);
      return { path: lease.path };
    }
    const { directory } = asked;
    const lease = await cache.put("initramfs", key, async (content) => {
      for (const file of [initramfsFile, initramfsRecordFile])
        await copyFile(join(directory, file), join(content, file));
      return digestOfBytes(await readFile(join(content, initramfsFile)));
    });
    hold(lease);
    return { path: lease.path };
  };
}
