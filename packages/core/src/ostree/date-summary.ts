import { DebootcError } from "../error/debootc-error.ts";

const key = Buffer.from("ostree.summary.last-modified\0");
/** What ends a variant of type `t`, an unsigned number of 64 bits, which ostree writes in big-endian order. */
const typeMark = Buffer.from("\0t");

/**
 * Returns a summary that says another time of its last change, in seconds since 1970. ostree writes the time of the clock, by
 * which alone the summaries of equal repositories differ. The number is where GVariant's serialization has it: after its
 * key, aligned to 8 bytes (ostree-repo-private.h, `OSTREE_SUMMARY_LAST_MODIFIED`). A signature over it is void.
 */
export function dateSummary(summary: Uint8Array, seconds: number): Uint8Array {
  const dated = Buffer.from(summary);
  const begin = dated.indexOf(key);
  const place = Math.ceil((begin + key.length) / 8) * 8;
  if (begin < 0 || !dated.subarray(place + 8, place + 10).equals(typeMark)) {
    throw new DebootcError("internal-fault", "a summary of ostree does not say when it was changed");
  }
  dated.writeBigUInt64BE(BigInt(seconds), place);
  return dated;
}
