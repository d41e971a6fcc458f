import type { ImageSigner } from "@debootc/tools/keys/image-signer";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { defineNode, type Node, type NodeContext } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { moveTags } from "./move-tags.ts";
import { type PushedTree, signedManifests } from "./pushed-image.ts";
import { type Patience, patienceToConnect, retried } from "./retried.ts";
import { type BlobTallies, sendBlobs } from "./send-blobs.ts";
import { type SentManifests, sendManifests } from "./send-manifests.ts";
import { type ImageSignature, signImage } from "./sign-image.ts";

interface Pushing {
  readonly tree: PushedTree;
  readonly tags: readonly string[];
  readonly mountFrom: readonly string[];
  /** Signs the images; they stay unsigned without it. */
  readonly signer: ImageSigner | undefined;
  /** `REGISTRY/NAME` */
  readonly repository: string;
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
  signatures: slot<readonly ImageSignature[]>("signatures"),
  tags: slot<readonly string[]>("tags"),
};

const resources = { cpus: 1, memoryMiB: 128, diskMiB: 1 };

/** Lists the steps of a push, of which only the last changes what a tag means. */
export function pushNodes(pushing: Pushing): readonly Node[] {
  const { tree, tags, mountFrom, signer, repository, patience, moved } = pushing;
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
    ...(signer === undefined
      ? []
      : [
          defineNode({
            ...{ leaves: slots.signatures, phase: "output", title: "Sign", required: true },
            ...{
              reads: { blobs: slots.blobs, manifests: slots.manifests },
              timeoutSeconds: 3600,
              resources,
            },
            run: async ({ blobs: { registry } }, context) =>
              explained(async () => {
                const made: ImageSignature[] = [];
                const signing = { registry, repository, signer, retry: retryIn(context) };
                for (const manifest of signedManifests(tree)) made.push(await signImage(manifest, signing));
                return made;
              }),
          }),
        ]),
    defineNode({
      ...{ leaves: slots.tags, phase: "cleanup", title: "Move tags", required: true },
      ...{ reads: { blobs: slots.blobs, manifests: slots.manifests } },
      ...{ ifMade: { signatures: slots.signatures }, timeoutSeconds: 3600, resources },
      run: async ({ blobs, manifests, signatures = [] }, context) =>
        explained(async () => {
          const onMoved = (tag: string) => void moved.push(tag);
          await moveTags(tree, signatures, {
            ...{ registry: blobs.registry, retry: retryIn(context), tags, onMoved },
            tagReferrers: listsReferrers(manifests, signatures) === false,
          });
          return tags;
        }),
    }),
  ];
}

/** Returns whether the registry lists referrers by itself, of which it says so when it gets them; undefined without any. */
export function listsReferrers(
  manifests: SentManifests,
  signatures: readonly ImageSignature[],
): boolean | undefined {
  const said = [manifests.listsReferrers, ...signatures.map(({ isListed }) => isListed)];
  return said.includes(false) ? false : said.find((one) => one === true);
}
