import * as z from "zod";
import { defaultBootTries, mostBootTries } from "../disk/boot-tries.ts";
import type { Origin } from "../document/origin.ts";
import { lockedIdsSchema } from "../lock/lock.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { type Digest, digestSchema } from "../record/digest.ts";
import { addedAttributesSchema } from "../treefile/keys/system/added-attributes.ts";
import type { Joined, ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { treefileKeys } from "../treefile/treefile-keys.ts";

/** What each key of the treefile adds to the plan. */
const parts = treefileKeys.map(({ planned }) => planned);
type Fields = Joined<(typeof treefileKeys)[number]["planned"]["record"]>;

/** Lists everything that decides the bytes of a root, and nothing else. */
export const rootPlanSchema = z.strictObject({
  suite: z.string(),
  architecture: z.string(),
  /** Digests of the .debs, in the lock's order. */
  packages: z.array(digestSchema),
  /** Accounts made before packages are configured. */
  ids: lockedIdsSchema,
  /** Accounts of the image before, whose numbers are kept where packages make them; absent where none has to be. */
  keptIds: lockedIdsSchema.optional(),
  /** SOURCE_DATE_EPOCH, seconds. */
  timestamp: z.int(),
  /** Files of the treefile by content, of whose modes only counts whether they can be run. */
  addFiles: z.array(
    z.strictObject({ target: z.string(), digest: digestSchema, ...addedAttributesSchema.shape }),
  ),
  /** What follows from `disk`; absent without it. */
  disk: z
    .strictObject({
      /** Digests of the .debs that the boot loader is taken from. */
      bootLoader: z.array(digestSchema),
      /** Whether the system tells the boot loader that it came up. */
      counting: z.boolean(),
      /** How often a deployment is tried, where it is not `defaultBootTries`. */
      bootTries: z.int().min(1).max(mostBootTries).optional(),
    })
    .optional(),
  /** Digest of debootc's own rules for /var. */
  varRules: digestSchema,
  /** Versions of the programs that shape bytes, debootc's own among them. */
  tools: z.record(z.string(), z.string()),
  ...(Object.assign({}, ...parts.map(({ record }) => record)) as Fields),
});
export type RootPlan = z.infer<typeof rootPlanSchema>;

/**
 * Holds a plan as records and digests have it: without what has its default. So a key that is new in debootc changes
 * no digest of a treefile that does not give it.
 */
export type StoredRootPlan = z.input<typeof rootPlanSchema>;
export const storedRootPlanSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(rootPlanSchema.shape).map(([field, schema]) => [
      field,
      schema instanceof z.ZodDefault ? schema.unwrap().optional() : schema,
    ]),
  ),
) as z.ZodType as z.ZodType<StoredRootPlan>;

/** Puts the defaults of a stored plan in place. */
export function wholeRootPlan(stored: StoredRootPlan): RootPlan {
  return rootPlanSchema.parse(stored);
}

/** Adds to a value of a plan its place in the treefile, for messages. */
export type Placed<Value> = Value & { readonly origin: Origin };

interface RootInputs {
  readonly treefile: ResolvedTreefile;
  readonly packages: RootPlan["packages"];
  /** Digests of the .debs of the boot loader; none without `disk`. */
  readonly bootLoader: readonly Digest[];
  readonly ids: RootPlan["ids"];
  readonly keptIds?: RootPlan["keptIds"];
  readonly timestamp: number;
  readonly addFiles: RootPlan["addFiles"];
  readonly varRules: Digest;
  readonly tools: RootPlan["tools"];
}

/** Plans a root, without the version that its os-release may name. */
export function rootPlanOf({ treefile, bootLoader, ...inputs }: RootInputs): StoredRootPlan {
  const { suite, architecture, disk } = treefile;
  const planned = parts.map((part) => part.of(treefile as never));
  return withoutDefaults({
    suite,
    architecture,
    ...(disk === undefined ? {} : { disk: { bootLoader: [...bootLoader], ...countingOf(disk.bootTries) } }),
    ...(Object.assign({}, ...planned) as z.infer<z.ZodObject<Fields>>),
    ...inputs,
  });
}

function countingOf(bootTries: number) {
  const usual = bootTries === defaultBootTries || bootTries === 0;
  return { counting: bootTries > 0, ...(usual ? {} : { bootTries }) };
}

/** Returns how often the boot loader tries a deployment; 0 if it does not count, or there is none. */
export function bootTriesOf({ disk }: RootPlan): number {
  return disk?.counting === true ? (disk.bootTries ?? defaultBootTries) : 0;
}

/** Returns whether the keys of a treefile give the same as they did for a plan: nothing but packages and files can differ. */
export function givesPlan(treefile: ResolvedTreefile, plan: StoredRootPlan): boolean {
  const given: Readonly<Record<string, unknown>> = Object.assign(
    { suite: treefile.suite, architecture: treefile.architecture },
    ...parts.map((part) => part.of(treefile as never)),
  );
  const before: Readonly<Record<string, unknown>> = wholeRootPlan(plan);
  return Object.entries(given).every(
    ([field, value]) => canonicalJson(value ?? null) === canonicalJson(before[field] ?? null),
  );
}

function withoutDefaults(plan: RootPlan): StoredRootPlan {
  const isDefault = ([field, value]: [string, unknown]) => {
    const schema: unknown = rootPlanSchema.shape[field as keyof RootPlan];
    return schema instanceof z.ZodDefault && canonicalJson(schema.parse(undefined)) === canonicalJson(value);
  };
  return Object.fromEntries(Object.entries(plan).filter((entry) => !isDefault(entry))) as StoredRootPlan;
}

/** Adds the version to the plan of a root that names its own, once that is known. */
export function withVersion(root: StoredRootPlan, version: string): StoredRootPlan {
  return root.osRelease === undefined ? root : { ...root, osRelease: { ...root.osRelease, version } };
}
