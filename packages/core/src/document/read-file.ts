/** Why a file cannot be read. */
export interface Unreadable {
  /** Follows the name of the file: `does not exist`. */
  readonly why: string;
  readonly hint?: string;
}

/** Reads a file by its absolute path. */
export type ReadFile = (absolutePath: string) => Uint8Array | Unreadable;

/** What a treefile, or another file that one names to be read with it, may weigh in bytes. */
export const largestFile = 1024 * 1024;

export function isUnreadable(content: Uint8Array | Unreadable): content is Unreadable {
  return !(content instanceof Uint8Array);
}
