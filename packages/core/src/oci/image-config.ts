import * as z from "zod";
import { type Digest, digestSchema } from "../record/digest.ts";
import { type Platform, platformSchema } from "./platform.ts";
import { rfc3339 } from "./rfc3339.ts";

export const imageConfigSchema = z.looseObject({
  ...platformSchema.shape,
  created: z.iso.datetime({ offset: true }).optional(),
  config: z
    .looseObject({
      Env: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().optional(),
    })
    .nullish(),
  rootfs: z.looseObject({ type: z.literal("layers"), diff_ids: z.array(digestSchema) }),
  history: z
    .array(
      z.looseObject({
        created: z.iso.datetime({ offset: true }).optional(),
        created_by: z.string().optional(),
        comment: z.string().optional(),
        empty_layer: z.boolean().optional(),
      }),
    )
    .nullish(),
});
/** Describes the configuration of an image (OCI image specification, config.md). */
export type ImageConfig = z.infer<typeof imageConfigSchema>;

interface ImageConfigContent {
  readonly platform: Platform;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly labels: Readonly<Record<string, string>>;
  /** `/sbin/init` when absent. */
  readonly cmd?: readonly string[] | undefined;
  /** Digests of the layers as uncompressed tar, lowest first, each with what made it. */
  readonly layers: readonly { readonly diffId: Digest; readonly createdBy: string }[];
}

/** The signal on which systemd halts in an orderly way, unlike on others. */
const systemdHalt = "SIGRTMIN+3";

/**
 * Makes an image's configuration. A bootc host ignores all of `config` except the labels; the rest is for `podman run`
 * with systemd as process 1.
 */
export function imageConfig({ platform, timestamp, labels, cmd, layers }: ImageConfigContent): ImageConfig {
  const created = rfc3339(timestamp);
  return {
    ...platform,
    created,
    config: {
      // Debian's own images leave the locale C, in which programs cannot even list names that packages ship.
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
      Cmd: [...(cmd ?? ["/sbin/init"])],
      Labels: { ...labels },
      StopSignal: systemdHalt,
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
  };
}
