import { createHash } from "node:crypto";
import type { Reporter } from "@debootc/core/event/event";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { PushResult } from "@debootc/core/registry/push-record";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { RegistryError } from "@debootc/tools/registry/registry-error";
import { type Arrival, blobUpload } from "@debootc/tools/registry/upload-blob";
import pLimit from "p-limit";
import { byteProgress } from "../gather/byte-progress.ts";
import { bytesOf, type PushedBlob } from "./pushed-image.ts";
import { type Patience, retried } from "./retried.ts";

export interface BlobSending {
  readonly registry: Registry;
  readonly mountFrom: readonly string[];
  readonly patience: Patience;
}

interface Surroundings {
  readonly report: Reporter;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export type BlobTallies = Pick<PushResult, "sent" | "skipped" | "mounted">;

/** Bounds how many blobs are on their way at the same time. */
const atOnce = 4;

/** Brings blobs to a registry, the largest first; those that it has stay untouched. Throws RegistryError, `image-invalid`. */
export async function sendBlobs(
  blobs: readonly PushedBlob[],
  { registry, mountFrom, patience }: BlobSending,
  { report, log, signal }: Surroundings,
): Promise<BlobTallies> {
  const limit = pLimit(atOnce);
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  const progress = byteProgress("sending blobs", bytesOf(blobs), report);
  const sizes = blobs.toSorted((a, b) => b.descriptor.size - a.descriptor.size);

  const send = async (blob: PushedBlob): Promise<Arrival> => {
    const { digest, size } = blob.descriptor;
    const upload = blobUpload(registry, {
      digest,
      size,
      open: () => blob.layout.openBlob(blob.descriptor),
      mountFrom,
      signal: ends,
      onLength: progress.of(digest),
    });
    const attempt = async () =>
      upload.attempt().catch(async (error: unknown) => {
        if (error instanceof RegistryError && error.kind === "damaged") await refuseDamage(blob);
        throw error;
      });
    try {
      const arrival = await retried(attempt, { patience, signal: ends, log, report });
      log(`${digest}: ${arrival}, ${size} bytes`);
      return arrival;
    } catch (error) {
      // Whatever one blob fails of, the image would not be complete.
      stop.abort(error);
      if (!signal.aborted) await upload.abandon();
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(sizes.map((blob) => limit(() => send(blob))));
  signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  const tally = (arrival: Arrival) => {
    const those = sizes.filter((_, index) => {
      const outcome = outcomes[index];
      return outcome?.status === "fulfilled" && outcome.value === arrival;
    });
    return { blobs: those.length, bytes: bytesOf(those) };
  };
  return { sent: tally("sent"), skipped: tally("skipped"), mounted: tally("mounted") };
}

/** Tells damage on this disk, which stays, from damage on the way, which may not happen again. */
async function refuseDamage({ descriptor, layout }: PushedBlob): Promise<void> {
  const { digest } = descriptor;
  await using file = await layout.openBlob(descriptor);
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
  const found = `sha256:${hash.digest("hex")}`;
  if (found !== digest) throw invalidImage(`${layout.path}: the blob ${digest} has the digest ${found}`);
}
