import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runStream } from "../run.ts";

const script = join(import.meta.dirname, "../../data/watch-opens.pl");

/** Which files of a file system are opened, while the watch is open. */
export interface OpenedFiles {
  /**
   * Paths as those who opened the files saw them: in a sandbox, from its root. Throws `tool-failed` when the kernel
   * could not keep up, for then some are missing.
   */
  readonly paths: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/**
 * Begins to note every file that is opened in the file system that the directory is in, also through other mounts of
 * it. Access times do not tell: an overlay never changes those of its lower layers. Throws `tool-failed` where the
 * kernel does not allow it: it takes root outside of any user namespace, and Linux 4.20.
 */
export async function watchOpenedFiles(directory: string): Promise<OpenedFiles> {
  const watch = runStream({ tool: "perl", args: [script, directory] });
  const paths = new Set<string>();
  const begun = Promise.withResolvers<void>();
  let rest = "";
  let chunks = 0;
  watch.stdout.setEncoding("utf8").on("data", (text: string) => {
    const records = (rest + text).split("\0");
    rest = records.pop() ?? "";
    for (const path of records) paths.add(path);
    chunks += 1;
    begun.resolve();
  });
  watch.done.then(() => begun.reject(new Error("the watch ended")), begun.reject);
  await begun.promise;
  return {
    paths: async () => {
      // What was opened a moment ago is still on its way.
      for (let before = -1; before !== chunks; await sleep(100)) before = chunks;
      if (paths.has("overflow")) {
        throw new DebootcError("tool-failed", "the kernel lost count of the files that were opened");
      }
      return [...paths].filter((path) => path.startsWith("/") && !path.endsWith(" (deleted)"));
    },
    close: async () => {
      watch.kill();
      await watch.done.catch(() => {});
    },
  };
}
