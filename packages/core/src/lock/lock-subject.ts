import { posix } from "node:path";
import { shellWord } from "../text/shell-word.ts";
import { lockPathOf, lockPathOfVariant } from "./lock-path.ts";

/** Says what a lock is made for, in the words of messages and of the command that makes it. */
export interface LockSubject {
  /** `the treefile minimal` or `the variant server`. */
  readonly title: string;
  /** What `debootc lock` is given: `minimal.yaml`, or `compose.yaml --variant server`. */
  readonly words: string;
  /** Where the lock is kept unless somebody names another file. */
  readonly path: string;
}

/** Returns what the lock of a lone treefile is made for. */
export function treefileToLock(file: string): LockSubject {
  const name = posix.basename(file).replace(/\.ya?ml$/, "");
  return { title: `the treefile ${name}`, words: shellWord(file), path: lockPathOf(file) };
}

/** Returns what the lock of a variant is made for. */
export function variantToLock(composeFile: string, variant: string): LockSubject {
  return {
    title: `the variant ${variant}`,
    words: `${shellWord(composeFile)} --variant ${variant}`,
    path: lockPathOfVariant(composeFile, variant),
  };
}
