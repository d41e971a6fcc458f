import { parentPort, workerData } from "node:worker_threads";
import { sealFiles } from "./seal-files.ts";
import type { SealAnswer, SealOrder } from "./seal-in-thread.ts";

// The thread that `sealInThread` starts.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(answer(workerData as SealOrder));

function answer({ directory, ofSystem }: SealOrder): SealAnswer {
  try {
    return { seal: sealFiles(directory, { ofSystem }) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { error: { message, code } };
  }
}
