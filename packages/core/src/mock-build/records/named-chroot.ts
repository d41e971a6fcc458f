import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";
import { chrootConfiguration } from "../chroot/chroot-configuration.ts";

/** Checks the name of a chroot or snapshot, which becomes a directory. */
export const chrootNameSchema = z.string().regex(/^[a-z0-9][a-z0-9+._-]{0,63}$/);
export const chrootNameRule =
  "lower-case letters, digits and + . _ -, at most 64, beginning with a letter or digit";

const directoryName = /^[a-z0-9-]+$/;

const layerSchema = z.strictObject({
  /** Directory below `layers/`. */
  id: z.string().regex(directoryName),
  /** Name of the snapshot that ends with this layer. */
  snapshot: chrootNameSchema,
  created: z.iso.datetime(),
});

const failedBuildSchema = z.strictObject({
  /** Name of the source package. */
  source: z.string(),
  version: z.string(),
  /**
   * Directories below `layers/`, lowest first: its build dependencies, and what the build wrote. The chroot began with
   * them, so no rollback drops them.
   */
  layers: z.array(z.string().regex(directoryName)),
});

/**
 * Records, as `chroot.json`, a chroot that exists until it is removed. It consists of a base root, of layers that a
 * failed build and then snapshots left, lowest first, and of a top layer that takes all changes. Only this record says
 * what belongs to the chroot, and it is replaced in one step: anything else that a crash leaves behind is garbage.
 */
export const namedChroot = defineRecord("named-chroot", 1, {
  name: chrootNameSchema,
  configuration: chrootConfiguration.schema,
  /** Absolute path of the `--config` file with which it was made; an update reads it again. */
  configFile: z.string().optional(),
  created: z.iso.datetime(),
  /** Digest of the packages of the base root. */
  base: digestSchema,
  /** Directory of the base root, next to the record. */
  baseDirectory: z.string().regex(directoryName),
  packages: z.int().min(0),
  layers: z.array(layerSchema),
  /** Directory of the top layer below `layers/`. */
  top: z.string().regex(directoryName),
  /** The build that left it; absent for a chroot that was made by command. */
  failedBuild: failedBuildSchema.optional(),
});
export type NamedChroot = z.infer<typeof namedChroot.schema>;

/** Adds a snapshot: the former top becomes a layer, and a new top begins. */
export function withSnapshot(chroot: NamedChroot, snapshot: string, top: string, now: Date): NamedChroot {
  const layer = { id: chroot.top, snapshot, created: now.toISOString() };
  return { ...chroot, layers: [...chroot.layers, layer], top };
}

/** Returns the layers up to a snapshot, or none if none is named; undefined if there is no such snapshot. */
export function layersUpTo(
  { layers }: Pick<NamedChroot, "layers">,
  snapshot: string | undefined,
): NamedChroot["layers"] | undefined {
  const index = layers.findIndex((layer) => layer.snapshot === snapshot);
  return snapshot !== undefined && index === -1 ? undefined : layers.slice(0, index + 1);
}

/** Lists the layers between base and top as directories below `layers/`, lowest first. */
export function lowerLayersOf({ failedBuild, layers }: NamedChroot): string[] {
  return [...(failedBuild?.layers ?? []), ...layers.map(({ id }) => id)];
}

/** Lists the directories that belong to a chroot, next to its record; all others are left over. */
export function directoriesOf(chroot: NamedChroot): string[] {
  return [chroot.baseDirectory, ...[...lowerLayersOf(chroot), chroot.top].map((id) => `layers/${id}`)];
}
