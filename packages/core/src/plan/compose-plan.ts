import * as z from "zod";
import { layerPlanSchema } from "../layers/layer-plan.ts";
import { lockedIdsSchema } from "../lock/lock.ts";
import { digestOf, type Digest, digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { commitMetadataValueSchema } from "../treefile/keys/commit-metadata.ts";
import { debconfLine } from "../treefile/keys/debconf-answer.ts";
import { varRuleSchema } from "../var-policy/var-rule.ts";
import {
  ostreeRemoteRecordSchema,
  diskOptionsSchema,
  packageRemovalRecordSchema,
  type ResolvedTreefile,
  userAccountSchema,
} from "../treefile/resolved-treefile.ts";

/** Everything that decides the bytes of a root, and nothing else. */
export const rootPlanSchema = z.strictObject({
  suite: z.string(),
  architecture: z.string(),
  /** Digests of the .debs, in the lock's order. */
  packages: z.array(digestSchema),
  /** Accounts made before packages are configured. */
  ids: lockedIdsSchema,
  /** SOURCE_DATE_EPOCH, seconds. */
  timestamp: z.int(),
  /** `false`, or absent. */
  documentation: z.literal(false).optional(),
  /** Lines of debconf-set-selections; absent when there are none. */
  debconf: z.array(z.string()).min(1).optional(),
  /** Accounts of people and their public keys; absent when there are none. */
  users: z
    .array(userAccountSchema.omit({ origin: true }))
    .min(1)
    .optional(),
  sshKeys: z.record(z.string(), z.array(z.string())).optional(),
  units: z.array(z.string()),
  defaultTarget: z.string().optional(),
  /** Files of the treefile by content, with their modes. */
  addFiles: z.array(z.strictObject({ target: z.string(), digest: digestSchema })),
  removeFiles: z.array(z.string()),
  /** Absent when there are none. */
  removeFromPackages: z
    .array(packageRemovalRecordSchema.omit({ origin: true }))
    .min(1)
    .optional(),
  postprocess: z.array(z.string()),
  kernelArguments: z.array(z.string()),
  /** Arguments for dracut, beside those that debootc gives it; absent when there are none. */
  initramfsArgs: z.array(z.string()).min(1).optional(),
  /** Where updates come from, with the keys themselves; absent when there is no such remote. */
  ostreeRemote: ostreeRemoteRecordSchema.omit({ origin: true }).optional(),
  /** What comes of `disk`; absent without it. */
  disk: z
    .strictObject({
      /** Digests of the .debs that the boot loader is taken from. */
      bootLoader: z.array(digestSchema),
      /** Whether the system tells the boot loader that it came up. */
      counting: z.boolean(),
    })
    .optional(),
  /** What the version takes the place of in os-release; the version is absent while it is chosen. */
  osRelease: z.strictObject({ replaced: z.string(), version: z.string().optional() }).optional(),
  /** `new`, or absent. */
  bootLocation: z.literal("new").optional(),
  /** `root`, or absent. */
  optUsrlocal: z.literal("root").optional(),
  /** `false`, or absent. */
  machineIdCompat: z.literal(false).optional(),
  /** Digest of debootc's own rules for /var. */
  varRules: digestSchema,
  /** The treefile's rules, which come first; absent when there are none. */
  varPolicy: z.array(varRuleSchema).min(1).optional(),
  /** Versions of the programs that shape bytes, debootc's own among them. */
  tools: z.record(z.string(), z.string()),
});
export type RootPlan = z.infer<typeof rootPlanSchema>;

/** Every input of a compose of one variant and architecture: equal plans give equal bytes. */
export const composePlan = defineRecord("plan", 3, {
  root: rootPlanSchema,
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
  /** The layers of the image that this one follows, and keeps files in the layers of; `null` for the first. */
  previousLayers: layerPlanSchema.nullable().default(null),
  /** A compose's repository holds one commit without a parent. */
  parent: z.null(),
  /** Digest of what the compose contains, by which the next version is chosen: all but the version and the previous layers. */
  contentDigest: digestSchema,
});
export type ComposePlan = z.infer<typeof composePlan.schema>;

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

export function rootPlanOf({ treefile, bootLoader, ...inputs }: RootInputs): RootPlan {
  return {
    suite: treefile.suite,
    architecture: treefile.architecture,
    ...(treefile.documentation ? {} : { documentation: false }),
    ...(treefile.debconf.length === 0 ? {} : { debconf: treefile.debconf.map(debconfLine) }),
    ...(treefile.users.length === 0 ? {} : { users: treefile.users.map(withoutOrigin) }),
    ...(treefile.sshKeys.length === 0
      ? {}
      : { sshKeys: Object.fromEntries(treefile.sshKeys.map(({ user, keys }) => [user, keys])) }),
    units: treefile.units.map(({ name }) => name),
    ...(treefile.defaultTarget === undefined ? {} : { defaultTarget: treefile.defaultTarget.name }),
    removeFiles: treefile.removeFiles,
    ...(treefile.removeFromPackages.length === 0
      ? {}
      : { removeFromPackages: treefile.removeFromPackages.map(withoutOrigin) }),
    postprocess: treefile.postprocess.map(({ script }) => script),
    kernelArguments: treefile.kernelArguments,
    ...(treefile.initramfsArgs.length === 0
      ? {}
      : { initramfsArgs: treefile.initramfsArgs.map(({ argument }) => argument) }),
    ...(treefile.ostreeRemote === undefined ? {} : { ostreeRemote: withoutOrigin(treefile.ostreeRemote) }),
    ...(treefile.disk === undefined
      ? {}
      : { disk: { bootLoader: [...bootLoader], counting: treefile.disk.bootTries > 0 } }),
    ...(treefile.mutateOsRelease === undefined
      ? {}
      : { osRelease: { replaced: treefile.mutateOsRelease.text } }),
    ...(treefile.bootLocation === "new" ? { bootLocation: "new" as const } : {}),
    ...(treefile.optUsrlocal === "root" ? { optUsrlocal: "root" as const } : {}),
    ...(treefile.machineIdCompat ? {} : { machineIdCompat: false as const }),
    ...(treefile.varPolicy.length === 0 ? {} : { varPolicy: treefile.varPolicy.map(({ rule }) => rule) }),
    ...inputs,
  };
}

/** The plan of a root that names its own version, once that is known. */
export function withVersion(root: RootPlan, version: string): RootPlan {
  return root.osRelease === undefined ? root : { ...root, osRelease: { ...root.osRelease, version } };
}

/** Moving a line of a treefile changes no tree. */
function withoutOrigin<T extends { readonly origin: unknown }>(value: T): Omit<T, "origin"> {
  const { origin: _origin, ...rest } = value;
  return rest;
}

/** Equal for composes that differ by nothing but their number and what they follow. */
export function contentDigestOf(
  plan: Omit<ComposePlan, "treeVersion" | "contentDigest" | "previousLayers">,
): Digest {
  return digestOf(plan);
}
