import * as z from "zod";
import type { Origin } from "../document/origin.ts";
import { lockedIdsSchema } from "../lock/lock.ts";
import { type Digest, digestSchema } from "../record/digest.ts";
import type { Joined, ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { treefileKeys } from "../treefile/treefile-keys.ts";

/** What each key of the treefile adds to the plan. */
const parts = treefileKeys.map(({ planned }) => planned);
type Fields = Joined<(typeof treefileKeys)[number]["planned"]["record"]>;

/**
 * Everything that decides the bytes of a root, and nothing else: what `planned` of a key of the treefile says, and
 * what follows. Plans of older versions lack fields that have a default.
 */
export const rootPlanSchema = z.strictObject({
  suite: z.string(),
  architecture: z.string(),
  /** Digests of the .debs, in the lock's order. */
  packages: z.array(digestSchema),
  /** Accounts made before packages are configured. */
  ids: lockedIdsSchema,
  /** SOURCE_DATE_EPOCH, seconds. */
  timestamp: z.int(),
  /** Files of the treefile by content, with their modes. */
  addFiles: z.array(z.strictObject({ target: z.string(), digest: digestSchema })),
  /** What follows from `disk`; absent without it. */
  disk: z
    .strictObject({
      /** Digests of the .debs that the boot loader is taken from. */
      bootLoader: z.array(digestSchema),
      /** Whether the system tells the boot loader that it came up. */
      counting: z.boolean(),
    })
    .optional(),
  /** Digest of debootc's own rules for /var. */
  varRules: digestSchema,
  /** Versions of the programs that shape bytes, debootc's own among them. */
  tools: z.record(z.string(), z.string()),
  ...(Object.assign({}, ...parts.map(({ record }) => record)) as Fields),
});
export type RootPlan = z.infer<typeof rootPlanSchema>;

/** A value of a plan with its place in the treefile, for messages. */
export type Placed<Value> = Value & { readonly origin: Origin };

interface RootInputs {
  readonly treefile: ResolvedTreefile;
  readonly packages: RootPlan["packages"];
  /** Digests of the .debs of the boot loader; none without `disk`. */
  readonly bootLoader: readonly Digest[];
  readonly ids: RootPlan["ids"];
  readonly timestamp: number;
  readonly addFiles: RootPlan["addFiles"];
  readonly varRules: Digest;
  readonly tools: RootPlan["tools"];
}

/** Plans a root, without the version that its os-release may name. */
export function rootPlanOf({ treefile, bootLoader, ...inputs }: RootInputs): RootPlan {
  const { suite, architecture, disk } = treefile;
  const planned = parts.map((part) => part.of(treefile as never));
  return {
    suite,
    architecture,
    ...(disk === undefined ? {} : { disk: { bootLoader: [...bootLoader], counting: disk.bootTries > 0 } }),
    ...(Object.assign({}, ...planned) as z.infer<z.ZodObject<Fields>>),
    ...inputs,
  };
}

/** Adds the version to the plan of a root that names its own, once that is known. */
export function withVersion(root: RootPlan, version: string): RootPlan {
  return root.osRelease === undefined ? root : { ...root, osRelease: { ...root.osRelease, version } };
}
