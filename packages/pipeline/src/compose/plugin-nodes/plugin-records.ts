import { join } from "node:path";
import type { LegSetting } from "../run/compose-setting.ts";
import type { LegRecords } from "../run/leg-records.ts";
import type { ComposeRecords } from "../plugin/compose-api.ts";

type Base = Pick<LegSetting, "base">;

/** Maps the records of a leg to what plugins get of them: what is not here may change with any version of debootc. */
export const pluginRecords: {
  readonly [Step in keyof ComposeRecords]: (record: LegRecords[Step], leg: Base) => ComposeRecords[Step];
} = {
  lock: ({ file, digest, section }) => ({ file, digest, packages: section.packages }),
  plan: ({ ref, treeVersion, root }, { base }) => ({
    ...{ file: join(base, "plan.json"), ref, version: treeVersion, timestamp: root.timestamp },
  }),
  root: ({ listing, record: { digest, files, bytes, kernel } }) => ({
    ...{ listing, digest, files, bytes },
    ...(kernel === undefined ? {} : { kernel }),
  }),
  commit: ({ checksum, bootable }, { base }) => ({ repo: join(base, "ostree"), checksum, bootable }),
  image: ({ tag, manifestDigest, size }, { base }) => ({
    layout: join(base, "oci"),
    tag,
    manifestDigest,
    size,
  }),
  sbom: ({ documents }, { base }) => ({ files: documents.map(({ file }) => join(base, file)) }),
};
