import { DebootcError } from "../error/debootc-error.ts";
import type { TarMember } from "./entry.ts";
import { blockSize } from "./header-field.ts";
import { tarHeader } from "./tar-header.ts";

/** Writes an archive of the members in order, ending with two zero blocks. Chunks of bodies are passed on unchanged. */
export async function* writeTar(
  members: AsyncIterable<TarMember>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { entry, body } of members) {
    yield tarHeader(entry);
    if (entry.type !== "file") continue;

    let written = 0;
    for await (const chunk of body) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== entry.size) {
      throw new DebootcError(
        "internal-fault",
        `tar entry ${JSON.stringify(entry.path)} states ${entry.size} bytes, its body had ${written}`,
      );
    }
    const padding = tarPadding(written);
    if (padding.length > 0) yield padding;
  }
  yield tarEnd;
}

/** Holds the two zero blocks that end an archive. */
export const tarEnd = Buffer.alloc(2 * blockSize);

/** Returns the bytes that fill up the last block of a body. */
export function tarPadding(size: number): Buffer {
  return tarEnd.subarray(0, (blockSize - (size % blockSize)) % blockSize);
}
