import type { Digest } from "@debootc/core/record/digest";
import { digestsOfCode } from "../../engine/digests-of-code.ts";

/** The modules from which all that shapes a cached result of a compose can be reached, by what they make. */
const entries = {
  lock: ["gather/resolve-or-reuse.ts"],
  packages: ["root/install/install-packages-operation.ts", "root/install/packages-ground.ts"],
  root: ["compose/nodes/root-node.ts"],
  commit: ["compose/nodes/commit-node.ts"],
  layers: ["compose/nodes/layers-node.ts"],
  blobs: ["image/layer-blobs.ts"],
  image: ["compose/nodes/image-node.ts"],
  sbom: ["compose/nodes/sbom-node.ts"],
  disk: ["compose/nodes/disk-node.ts", "disk/make-disk.ts"],
  lint: ["compose/nodes/lint-node.ts"],
} as const;

/** Digests of the code that makes each cached result, for the keys of those results. */
export type CodeDigests = Readonly<Record<keyof typeof entries, Digest>>;

/** Reads the digests of the code that makes cached results. */
export function codeDigests(): CodeDigests {
  return digestsOfCode(entries);
}
