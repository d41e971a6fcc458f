import { type Digest, digestOf } from "../record/digest.ts";
import type { ComposePlan } from "./compose-plan.ts";

/**
 * Digests what a commit is made of, for its metadata: the tree itself, and what is said of it. What had a part in the
 * tree but shaped no byte of it, such as another version of dpkg on the building machine, is not in it, or hosts would
 * be sent an update without content. `tree` is the digest of the listing of the root.
 */
export function commitMadeOf({ ref, treeVersion, lock, commitMetadata }: ComposePlan, tree: Digest): Digest {
  return digestOf({
    tree,
    ref,
    treeVersion,
    lock,
    ...(commitMetadata === undefined ? {} : { commitMetadata }),
  });
}

/** Digests what an image is made of, for its labels, as `commitMadeOf` does for a commit. */
export function imageMadeOf({ ref, treeVersion, lock, container }: ComposePlan, tree: Digest): Digest {
  return digestOf({ tree, ref, treeVersion, lock, container });
}
