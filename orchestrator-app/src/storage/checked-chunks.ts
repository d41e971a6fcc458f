import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { formatBytes } from "@debootc/core/text/amount";
import { createHash } from "node:crypto";
import type { Expected, StoredObject } from "./storage.ts";

/** Passes bytes on while it counts and digests them. */
export interface CheckedChunks extends AsyncIterable<Uint8Array> {
  /** Returns what has passed. Throws `verification-differs` if that is not what was expected. */
  readonly result: () => StoredObject;
}

/** Holds bytes against what is expected of them; too many end the passing at once with `artifact-unfit`. */
export function checkedChunks(chunks: AsyncIterable<Uint8Array>, expected: Expected): CheckedChunks {
  const hash = createHash("sha256");
  let size = 0;
  const most = Math.min(expected.most, expected.size ?? Number.POSITIVE_INFINITY);
  async function* passed() {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > most) throw tooLarge(most);
      hash.update(chunk);
      yield chunk;
    }
  }
  return {
    [Symbol.asyncIterator]: passed,
    result: () => {
      const digest: Digest = `sha256:${hash.digest("hex")}`;
      if (expected.size !== undefined && size !== expected.size)
        throw differs(`it has ${size} bytes instead of ${expected.size}`);
      if (expected.digest !== undefined && digest !== expected.digest)
        throw differs(`its digest is ${digest} instead of ${expected.digest}`);
      return { digest, size };
    },
  };
}

function tooLarge(most: number): DebootcError {
  return new DebootcError("artifact-unfit", `it is larger than ${formatBytes(most)}`, {
    hint: "Let the job upload less, or allow more by --largest-artifact.",
  });
}

function differs(reason: string): DebootcError {
  return new DebootcError("verification-differs", reason, {
    hint: "The bytes were damaged on their way; the hub fetches them again.",
  });
}
