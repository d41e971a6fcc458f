import * as z from "zod";
import { layerPlanSchema } from "../layers/layer-plan.ts";
import { digestOf, type Digest, digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { diskOptionsSchema } from "../treefile/keys/boot/disk.ts";
import { commitMetadataValueSchema } from "../treefile/keys/commit/add-commit-metadata.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { type StoredRootPlan, storedRootPlanSchema } from "./root-plan.ts";

/** Names every input of a compose of one variant and architecture: equal plans give equal bytes. */
export const composePlan = defineRecord("plan", 3, {
  root: storedRootPlanSchema,
  ref: z.string(),
  treeVersion: z.string(),
  lock: digestSchema,
  /** What the treefile adds to the metadata of the commit; absent when it adds nothing. */
  commitMetadata: z.record(z.string(), commitMetadataValueSchema).optional(),
  container: z.strictObject({
    title: z.string(),
    labels: z.record(z.string(), z.string()),
    cmd: z.array(z.string()),
    compression: z.enum(["zstd", "gzip"]),
    /** Version 1 made one. */
    maxLayers: z.int().min(1).default(1),
  }),
  /** How disk images are made of the commit; absent when none can be. */
  disk: diskOptionsSchema.optional(),
  /** The image in a registry that disks follow, if the tree has bootc; absent when they follow ostree. */
  follows: z.string().optional(),
  /** The layers of the image that this one follows, and keeps files in the layers of; `null` for the first. */
  previousLayers: layerPlanSchema.nullable().default(null),
  /** A compose's repository holds one commit without a parent. */
  parent: z.null(),
  /** Digest of what the compose contains, by which the next version is chosen: all but the version and the previous layers. */
  contentDigest: digestSchema,
});
export type ComposePlan = z.infer<typeof composePlan.schema>;

/** The part of a plan that depends on no earlier compose. */
type PlanContent = Omit<ComposePlan, "treeVersion" | "contentDigest" | "previousLayers">;

interface ContentInputs {
  readonly treefile: ResolvedTreefile;
  readonly root: StoredRootPlan;
  readonly lock: Digest;
  /** The treefile's, unless the request names another. */
  readonly compression: ComposePlan["container"]["compression"];
}

/** Plans a compose, but for its version and for the layers that it keeps. */
export function planContentOf({ treefile, root, lock, compression }: ContentInputs): PlanContent {
  const { commitMetadata, disk } = treefile;
  const { follows, ...container } = treefile.container;
  return {
    root,
    ref: treefile.ref,
    lock,
    ...(Object.keys(commitMetadata).length === 0 ? {} : { commitMetadata }),
    container: { ...container, title: container.title ?? treefile.name, compression },
    ...(disk === undefined ? {} : { disk: diskOptionsOf(disk) }),
    ...(follows === undefined ? {} : { follows }),
    parent: null,
  };
}

/** Returns what shapes a disk: moving a line of a treefile changes none, and so does whether a compose has it. */
function diskOptionsOf({
  origin: _origin,
  images: _images,
  ...options
}: NonNullable<ResolvedTreefile["disk"]>) {
  return options;
}

/**
 * Digests what a compose contains: equal for composes that differ only in their number, in what they follow, and in the
 * machine that they are made on. Of the programs, debootc alone decides what is to be in a tree; another version of the
 * others would count a new version of the same bytes.
 */
export function contentDigestOf(content: PlanContent): Digest {
  const { debootc } = content.root.tools;
  return digestOf({ ...content, root: { ...content.root, tools: debootc === undefined ? {} : { debootc } } });
}
