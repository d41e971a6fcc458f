import { posix } from "node:path";
import * as z from "zod";

/**
 * Describes something that a person names by a path or by a word of its own, such as the ID of a compose. Only a look at the
 * machine can tell which of the two was meant, so both go with the request.
 */
export interface NamedPlace {
  /** The words of the person, for messages and for looking it up by name. */
  readonly given: string;
  /** Where it is if it was named by its path; absolute once the door has read it. */
  readonly path: string;
}

/** Reads a compose, an image or a repository; `oci:DIR:TAG`, as skopeo writes images, has its path after the `oci:`. */
export const namedPlaceSchema = z
  .string()
  .min(1)
  .transform((given): NamedPlace => ({ given, path: given.replace(/^oci:/, "") }));

/** Names what a directory has under this name, such as a compose of an output directory. */
export function placeIn(directory: string, name: string): NamedPlace {
  return { given: name, path: posix.join(directory, name) };
}
