import type { Digest } from "@debootc/core/record/digest";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** Says what a thread seals. */
export interface SealOrder {
  readonly directory: string;
  readonly ofSystem: boolean;
}

/** Is what a thread answers: an error loses its code on the way, and the code says whether the content is at fault. */
export type SealAnswer =
  | { readonly seal: Digest }
  | { readonly error: { readonly message: string; readonly code: string | undefined } };

/**
 * Returns the digest of `sealFiles`, made in a thread of its own: several trees are sealed at once, and the events of a
 * run go on meanwhile.
 */
export async function sealInThread(order: SealOrder): Promise<Digest> {
  const { promise, resolve, reject } = Promise.withResolvers<Digest>();
  const thread = new Worker(join(import.meta.dirname, "seal-thread.ts"), { workerData: order });
  thread.once("message", (answer: SealAnswer) => {
    if ("seal" in answer) resolve(answer.seal);
    else reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
  });
  thread.once("error", reject);
  thread.once("exit", (status) => reject(new Error(`a thread ended with ${status} before it had an answer`)));
  return promise;
}
