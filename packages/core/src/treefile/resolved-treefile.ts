import { layerLimit } from "../layers/layer-plan.ts";
import { mostBootTries } from "../disk/boot-tries.ts";
import * as z from "zod";
import { defineRecord } from "../record/record.ts";
import { varRuleSchema } from "../var-policy/var-rule.ts";
import { bootLocations } from "./keys/boot-location.ts";
import { commitMetadataValueSchema } from "./keys/commit-metadata.ts";
import { optUsrlocals } from "./keys/opt-usrlocal.ts";
import { pinRecordSchema } from "../debian/pin.ts";
import { debconfTypes } from "./keys/debconf-answer.ts";
import { originSchema } from "../document/origin.ts";

/** A source of packages beside the suite's own archive, in deb822's words. */
export const packageSourceSchema = z.strictObject({
  id: z.string(),
  uris: z.array(z.string()).min(1),
  suites: z.array(z.string()).min(1),
  /** Empty for a flat repository, whose suite ends in `/`. */
  components: z.array(z.string()),
  architectures: z.array(z.string()).optional(),
  /** Absolute path of a key file, or an ASCII-armoured key block. Absent when `trusted`, and for Debian's own archive, whose keys are pinned. */
  signedBy: z.string().optional(),
  checkValidUntil: z.boolean(),
  /** Accept the source without any signature; recorded in the lock and reported. */
  trusted: z.boolean(),
});
export type PackageSource = z.infer<typeof packageSourceSchema>;

/** A file of the user's that a treefile names. */
export const ownFileSchema = z.strictObject({
  /** Absolute path on the building machine. */
  source: z.string(),
  /** Directory of the treefile that names it, absolute: links must not lead out of it. */
  beside: z.string(),
  origin: originSchema,
});

export const addFileSchema = ownFileSchema.extend({
  /** Absolute path in the image. */
  target: z.string(),
});

/** A name that only the finished package set can prove wrong. */
const placedNameSchema = z.strictObject({ name: z.string(), origin: originSchema });

export const debconfSchema = z.strictObject({
  package: z.string(),
  question: z.string(),
  type: z.enum(debconfTypes),
  value: z.string(),
  origin: originSchema,
});

/** An account of people, with a group of its own of the same name and number. */
export const userAccountSchema = z.strictObject({
  name: z.string(),
  uid: z.int(),
  gecos: z.string(),
  /** Groups beside its own. */
  groups: z.array(z.string()),
  shell: z.string(),
  origin: originSchema,
});

export const sshKeysSchema = z.strictObject({
  /** `root`, or the name of one of the users. */
  user: z.string(),
  /** Lines of authorized_keys. */
  keys: z.array(z.string()).min(1),
  origin: originSchema,
});

export const packageRemovalRecordSchema = z.strictObject({
  package: z.string(),
  /** Regular expressions of JavaScript, for absolute paths. */
  patterns: z.array(z.string()).min(1),
  origin: originSchema,
});

/** Accounts that the image must have. */
export const accountCheckSchema = z.strictObject({
  origin: originSchema,
  /** Absent for those of the image that this one follows; of a user uid and gid, of a group its gid. */
  expected: z
    .array(z.strictObject({ name: z.string(), ids: z.array(z.int()).min(1).max(2), origin: originSchema }))
    .optional(),
});
export type AccountCheck = z.infer<typeof accountCheckSchema>;

export const postprocessSchema = z.strictObject({
  script: z.string(),
  /** `file:line` of the script, for messages. */
  origin: z.string(),
});

/** Where machines fetch updates from, and the public keys that may sign them. */
export const ostreeRemoteRecordSchema = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** One for each file, armoured, with the fingerprints of its primary keys. */
  gpgKeys: z.array(z.strictObject({ fingerprints: z.array(z.string()).min(1), armour: z.string() })),
  /** Base64. */
  ed25519Keys: z.array(z.string()),
  origin: originSchema,
});
export type OstreeRemote = z.infer<typeof ostreeRemoteRecordSchema>;

export const containerSchema = z.strictObject({
  /** `org.opencontainers.image.title`; the treefile's name when absent. */
  title: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  cmd: z.array(z.string()).min(1),
  compression: z.enum(["zstd", "gzip"]),
  maxLayers: z.int().min(1).max(layerLimit),
});
export type ContainerOptions = z.infer<typeof containerSchema>;

/** How disk images of the tree are made. */
export const diskOptionsSchema = z.strictObject({
  bootLoader: z.enum(["grub"]),
  /** How often a new deployment is tried; 0: for ever. */
  bootTries: z.int().min(0).max(mostBootTries),
  filesystem: z.enum(["ext4"]),
  sizeMiB: z.int().min(1024),
});
export type DiskOptions = z.infer<typeof diskOptionsSchema>;

/** A treefile with its includes merged, its variables replaced and one architecture chosen. */
export const resolvedTreefile = defineRecord("treefile", 1, {
  /** File name without its ending; names the compose. */
  name: z.string(),
  ref: z.string(),
  suite: z.string(),
  /** Debian's name, such as `amd64`. */
  architecture: z.string(),
  components: z.array(z.string()).min(1),
  mirror: z.string().optional(),
  /** Takes the place of `@SNAPSHOTID@` in addresses: `20260901T000000Z`. */
  snapshot: z.string().optional(),
  sources: z.array(packageSourceSchema),
  packages: z.array(z.string()),
  excludePackages: z.array(z.string()),
  /** Where each name of both lists stands, for messages: what is asked of apt has no places. */
  nameOrigins: z.strictObject({
    packages: z.record(z.string(), originSchema),
    excludePackages: z.record(z.string(), originSchema),
  }),
  localPackages: z.array(ownFileSchema),
  sourcePackages: z.array(
    z.strictObject({
      /** As the treefile writes it. */
      name: z.string(),
      /** As `debootc mock-build` takes it, a path absolute. */
      argument: z.string(),
      origin: originSchema,
    }),
  ),
  /** In the order in which they are tried. */
  pins: z.array(pinRecordSchema),
  recommends: z.boolean(),
  documentation: z.boolean(),
  debconf: z.array(debconfSchema),
  users: z.array(userAccountSchema),
  sshKeys: z.array(sshKeysSchema),
  units: z.array(placedNameSchema),
  defaultTarget: placedNameSchema.optional(),
  addFiles: z.array(addFileSchema),
  removeFiles: z.array(z.string()),
  removeFromPackages: z.array(packageRemovalRecordSchema),
  /** In the order in which they are tried. */
  varPolicy: z.array(z.strictObject({ rule: varRuleSchema, origin: originSchema })),
  postprocess: z.array(postprocessSchema),
  kernelArguments: z.array(z.string()),
  /** Arguments for dracut, beside those that debootc gives it. */
  initramfsArgs: z.array(z.strictObject({ argument: z.string(), origin: originSchema })),
  bootLocation: z.enum(bootLocations),
  optUsrlocal: z.enum(optUsrlocals),
  /** Whether the image has an /etc/machine-id, which is nobody's. */
  machineIdCompat: z.boolean(),
  checkPasswd: accountCheckSchema.optional(),
  checkGroups: accountCheckSchema.optional(),
  automaticVersionPrefix: z.string().optional(),
  /** Text of os-release that the version of the tree takes the place of. */
  mutateOsRelease: z.strictObject({ text: z.string(), origin: originSchema }).optional(),
  ostreeRemote: ostreeRemoteRecordSchema.optional(),
  commitMetadata: z.record(z.string(), commitMetadataValueSchema),
  container: containerSchema,
  /** Absent when no disk can be made of it. */
  disk: diskOptionsSchema.extend({ origin: originSchema }).optional(),
});
export type ResolvedTreefile = z.infer<typeof resolvedTreefile.schema>;
