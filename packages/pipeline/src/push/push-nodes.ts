import type { Registry } from "@debootc/tools/registry/open-registry";
import { defineNode, type Node, type NodeContext } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { moveTags } from "./move-tags.ts";
import type { PushedTree } from "./pushed-image.ts";
import { type Patience, patienceToConnect, retried } from "./retried.ts";
import { type BlobTallies, sendBlobs } from "./send-blobs.ts";
import { type SentManifests, sendManifests } from "./send-manifests.ts";

interface Pushing {
  readonly tree: PushedTree;
  readonly tags: readonly string[];
  readonly mountFrom: readonly string[];
  readonly patience: Patience;
  readonly connect: () => Promise<Registry>;
  /** Gets the tags as they are moved. */
  readonly moved: string[];
  /** Returns the error for people. */
  readonly explain: (error: unknown) => unknown;
}

interface SentBlobs {
  readonly registry: Registry;
  readonly tallies: BlobTallies;
}

export const slots = {
  blobs: slot<SentBlobs>("blobs"),
  manifests: slot<SentManifests>("manifests"),
  tags: slot<readonly string[]>("tags"),
};

const resources = { cpus: 1, memoryMiB: 128, diskMiB: 1 };

/** Lists the steps of a push, of which only the last changes what a tag means. */
export function pushNodes(pushing: Pushing): readonly Node[] {
  const { tree, tags, mountFrom, patience, moved } = pushing;
  const explained = async <Result>(work: () => Promise<Result>): Promise<{ readonly output: Result }> => {
    try {
      return { output: await work() };
    } catch (error) {
      throw pushing.explain(error);
    }
  };
  const retryIn =
    ({ signal, log, report }: NodeContext, patience = pushing.patience) =>
    <Result>(work: () => Promise<Result>) =>
      retried(work, { patience, signal, log, report });

  return [
    defineNode({
      ...{ leaves: slots.blobs, phase: "output", title: "Send blobs", reads: {}, required: true },
      ...{ timeoutSeconds: 24 * 3600, resources },
      run: async (_, context) =>
        explained(async () => {
          const registry = await retryIn(context, patienceToConnect(patience))(pushing.connect);
          return {
            registry,
            tallies: await sendBlobs(tree.blobs, { registry, mountFrom, patience }, context),
          };
        }),
    }),
    defineNode({
      ...{ leaves: slots.manifests, phase: "output", title: "Send manifests", required: true },
      ...{ reads: { blobs: slots.blobs }, timeoutSeconds: 3600, resources },
      run: async ({ blobs }, context) =>
        explained(() => sendManifests(tree, blobs.registry, retryIn(context))),
    }),
    defineNode({
      ...{ leaves: slots.tags, phase: "cleanup", title: "Move tags", required: true },
      ...{ reads: { blobs: slots.blobs, manifests: slots.manifests }, timeoutSeconds: 3600, resources },
      run: async ({ blobs, manifests }, context) =>
        explained(async () => {
          const tagReferrers = manifests.listsReferrers === false;
          const onMoved = (tag: string) => void moved.push(tag);
          await moveTags(tree, {
            ...{ registry: blobs.registry, retry: retryIn(context), tagReferrers, tags, onMoved },
          });
          return tags;
        }),
    }),
  ];
}
