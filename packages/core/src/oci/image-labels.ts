import { DebootcError } from "../error/debootc-error.ts";
import { formatLayersLabel, layersLabel } from "../layers/layer-label.ts";
import type { LayerPlan } from "../layers/layer-plan.ts";
import type { Digest } from "../record/digest.ts";
import { isReservedLabel } from "./reserved-label.ts";
import { printableLines } from "../text/printable.ts";
import { rfc3339 } from "./rfc3339.ts";

interface ImageFacts {
  readonly title: string;
  readonly version: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** A tree without a kernel is not bootable, and bootc must refuse it. */
  readonly bootable: boolean;
  /** Release of the kernel, such as `6.12.48+deb13-amd64`. */
  readonly kernel?: string | undefined;
  /** A tree that another tool made has no lock. */
  readonly treeDigests: { readonly lock?: Digest | undefined; readonly inputs: Digest };
  /** Components of each layer. */
  readonly layers: LayerPlan;
}

/**
 * Returns the labels of an image: bootc's, OCI's, debootc's own, and the user's, which may replace the title. What
 * packages named, such as a kernel or a source, may hold characters that act where a label is shown: they are escaped.
 * Throws `treefile-invalid` for labels that only debootc may set.
 */
export function imageLabels(
  facts: ImageFacts,
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  const refused = Object.keys(labels).filter(isReservedLabel);
  if (refused.length > 0) {
    throw new DebootcError("treefile-invalid", `a treefile cannot set these labels: ${refused.join(", ")}`, {
      hint: "debootc sets containers.bootc, debootc.*, and the version and time of the image itself; ostree.* belongs to encapsulated images.",
    });
  }
  const { title, version, timestamp, bootable, kernel, treeDigests, layers } = facts;
  const values = {
    "org.opencontainers.image.created": rfc3339(timestamp),
    "org.opencontainers.image.title": title,
    "org.opencontainers.image.version": version,
    ...(bootable ? { "containers.bootc": "1" } : {}),
    ...(kernel === undefined ? {} : { "debootc.kernel": kernel }),
    "debootc.inputs": treeDigests.inputs,
    [layersLabel]: formatLayersLabel(layers),
    ...(treeDigests.lock === undefined ? {} : { "debootc.lock": treeDigests.lock }),
    ...labels,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, printableLines(value)]));
}

/** Returns the labels in OCI's namespace (annotations.md), which registries look for on the manifest. */
export function annotationsOf(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([label]) => label.startsWith("org.opencontainers.image.")),
  );
}
