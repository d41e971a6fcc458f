import { DebootcError } from "@debootc/core/error/debootc-error";
import { stat } from "node:fs/promises";
import { findTool } from "../find-tool.ts";
import { isThere } from "../files/is-there.ts";
import { reasonOf } from "../reason-of.ts";
import { run, runStream } from "../run.ts";

/** Whether directories can be shown in another order here: disorderfs is never required. */
export async function hasDisorderfs(): Promise<boolean> {
  return (await findTool("disorderfs")) !== undefined && (await isThere("/dev/fuse"));
}

/**
 * Mounts a directory at an empty one, with the entries of each directory in reverse order, in the mount namespace of this
 * process. It serves until it is disposed of, or this process ends. Throws `chroot-failed`.
 */
export async function mountReversed(directory: string, target: string): Promise<AsyncDisposable> {
  const before = (await stat(target)).dev;
  const server = runStream({
    tool: "disorderfs",
    args: ["-f", "--quiet", "--multi-user=yes", "--reverse-dirents=yes", "--pad-blocks=0", directory, target],
    accept: "all",
  });
  server.stdout.resume();
  let trouble: unknown;
  let hasEnded = false;
  const ended = server.done
    .catch((error: unknown) => {
      trouble = error;
    })
    .finally(() => {
      hasEnded = true;
    });
  for (let tries = 0; tries < 100; tries += 1) {
    if (hasEnded) break;
    if ((await stat(target)).dev !== before) {
      return {
        [Symbol.asyncDispose]: async () => {
          await run({ tool: "umount", args: ["--lazy", target] });
          server.kill();
          await ended;
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill();
  await ended;
  throw new DebootcError(
    "chroot-failed",
    `directories cannot be shown in another order: ${trouble === undefined ? "disorderfs did not start" : reasonOf(trouble)}`,
    { hint: "Remove disorderfs to leave the order of files as it is, or allow FUSE on this machine." },
  );
}
