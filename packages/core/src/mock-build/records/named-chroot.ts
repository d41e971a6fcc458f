import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";
import { chrootConfiguration } from "../chroot/chroot-configuration.ts";

/** Names become directories. */
export const chrootNameSchema = z.string().regex(/^[a-z0-9][a-z0-9+._-]{0,63}$/);
export const chrootNameRule = "small letters, digits and + . _ -, at most 64, a letter or digit first";

const directoryName = /^[a-z0-9-]+$/;

const layerSchema = z.strictObject({
  /** Directory below `layers/`. */
  id: z.string().regex(directoryName),
  /** What the snapshot is called that ends with this layer. */
  snapshot: chrootNameSchema,
  created: z.iso.datetime(),
});

const failedBuildSchema = z.strictObject({
  /** Name of the source package. */
  source: z.string(),
  version: z.string(),
  /**
   * Directories below `layers/`, the lowest first: its build dependencies, and what the build wrote. The chroot began with
   * them, so no rollback drops them.
   */
  layers: z.array(z.string().regex(directoryName)),
});

/**
 * `chroot.json`: a chroot that lives until it is removed. It consists of a base root, of layers that a failed build and
 * then snapshots left, the lowest first, and of a top that takes all changes. This record alone says what belongs to it,
 * and is replaced in one step: whatever a crash leaves beside it is rubbish.
 */
export const namedChroot = defineRecord("named-chroot", 1, {
  name: chrootNameSchema,
  configuration: chrootConfiguration.schema,
  /** Absolute path of the file that `--config` named when it was made; an update reads it again. */
  configFile: z.string().optional(),
  created: z.iso.datetime(),
  /** Digest of the packages of the base root. */
  base: digestSchema,
  /** Directory of the base root, beside the record. */
  baseDirectory: z.string().regex(directoryName),
  packages: z.int().min(0),
  layers: z.array(layerSchema),
  /** Directory of the top below `layers/`. */
  top: z.string().regex(directoryName),
  /** The build that left it; absent when somebody made it. */
  failedBuild: failedBuildSchema.optional(),
});
export type NamedChroot = z.infer<typeof namedChroot.schema>;

/** A snapshot that was taken: what was the top is a layer now, and a new top begins. */
export function withSnapshot(chroot: NamedChroot, snapshot: string, top: string, now: Date): NamedChroot {
  const layer = { id: chroot.top, snapshot, created: now.toISOString() };
  return { ...chroot, layers: [...chroot.layers, layer], top };
}

/** The layers up to a snapshot, or none when none is named; undefined when there is no such snapshot. */
export function layersUpTo(
  { layers }: Pick<NamedChroot, "layers">,
  snapshot: string | undefined,
): NamedChroot["layers"] | undefined {
  const index = layers.findIndex((layer) => layer.snapshot === snapshot);
  return snapshot !== undefined && index === -1 ? undefined : layers.slice(0, index + 1);
}

/** Its layers between base and top, as directories below `layers/`, the lowest first. */
export function lowerLayersOf({ failedBuild, layers }: NamedChroot): string[] {
  return [...(failedBuild?.layers ?? []), ...layers.map(({ id }) => id)];
}

/** Directories that belong to a chroot, beside its record; all others are left over. */
export function directoriesOf(chroot: NamedChroot): string[] {
  return [chroot.baseDirectory, ...[...lowerLayersOf(chroot), chroot.top].map((id) => `layers/${id}`)];
}
