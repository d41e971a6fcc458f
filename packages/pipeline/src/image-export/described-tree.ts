import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ExportImageRequest } from "@debootc/core/request/export/export-image-request";
import type { TreeSource } from "./find-export-source.ts";
import type { TreeFacts } from "./read-tree-facts.ts";

interface Given {
  readonly source: TreeSource;
  readonly request: Pick<ExportImageRequest, "treeVersion" | "timestamp" | "label" | "arch">;
}

/** Holds what an image says about its tree. */
export interface DescribedTree {
  readonly version: string;
  /** Debian's name. */
  readonly architecture: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly kernel?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Decides what an image says about its tree: what was asked for, else what the commit says, else the tree itself. */
export function describedTree(
  { kernel, architecture, version, newest }: TreeFacts,
  { source, request: { treeVersion, timestamp, label = [], arch } }: Given,
): DescribedTree {
  const commit = source.kind === "commit" ? source : undefined;
  const known = treeVersion ?? commit?.version ?? version;
  if (known === undefined)
    throw new DebootcError("usage", "neither the commit nor the os-release of the tree says a version", {
      hint: "Give one as the version of the tree.",
    });
  return {
    version: known,
    architecture: architecture ?? arch,
    timestamp:
      timestamp === undefined ? (commit?.timestamp ?? newest) : Math.floor(Date.parse(timestamp) / 1000),
    ...(kernel === undefined ? {} : { kernel }),
    labels: Object.fromEntries(label.map((text) => splitAtFirst(text, "="))),
  };
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
