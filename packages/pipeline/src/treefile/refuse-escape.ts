import { realpath } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Refuses a file whose directory lies outside the treefile's, by a link on the way. The treefile's own checks saw only
 * names. Throws a plain Error, and what realpath throws.
 */
export async function refuseEscape(source: string, beside: string): Promise<void> {
  const [parent, home] = await Promise.all([realpath(dirname(source)), realpath(beside)]);
  if (parent !== home && !parent.startsWith(`${home}/`)) {
    throw new Error(`a link leads out of the treefile's directory, to ${parent}`);
  }
}
