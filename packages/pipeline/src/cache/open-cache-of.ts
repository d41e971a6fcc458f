import type { Reporter } from "@debootc/core/event/event";
import manifest from "../../package.json" with { type: "json" };
import { sealTree } from "../worker/seal-tree.ts";
import { sealTreeOperation } from "../worker/seal-tree-operation.ts";
import { measureTreeOperation } from "../worker/measure-tree-operation.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import type { TrustDomain } from "./cache.ts";
import { closeToOthers } from "./close-to-others.ts";
import { type LocalCache, openLocalCache } from "./local-cache.ts";
import { sealFiles } from "../worker/seal-files.ts";
import { sealInThread } from "../worker/seal-in-thread.ts";
import { measureTree } from "../worker/measure-tree.ts";
import { holdsSystemTree } from "./system-trees.ts";

/** Kinds of entries for which a thread pays: many objects, or large blobs. */
const bulkyKinds = new Set(["commit", "image", "disk"]);

interface Options {
  readonly directory: string;
  /** That of trusted work if absent. */
  readonly trustDomain?: TrustDomain;
  readonly readOnly?: boolean;
  readonly privilege: Privilege;
  readonly clock: () => Date;
  readonly report: Reporter;
}

/**
 * Opens the cache of finished steps. Entries contain root file systems, so removing and counting them may need root.
 * It is closed to other users: a package can put a set-uid program into its root, which any user of the host could
 * start.
 */
export async function openCacheOf({
  directory,
  trustDomain = "trusted",
  readOnly = false,
  privilege,
  clock,
  report,
}: Options): Promise<LocalCache> {
  const quiet = { report: () => {}, log: () => {}, signal: new AbortController().signal };
  await closeToOthers(directory);
  return openLocalCache({
    directory,
    trustDomain,
    readOnly,
    producer: manifest.version,
    clock,
    report,
    removeTree: (path) => removeAnyTree(path, privilege),
    measureTree: privilege.isRoot
      ? measureTree
      : (path) => runPrivileged(measureTreeOperation, { path }, privilege, quiet),
    seal: async (kind, path) => {
      if (bulkyKinds.has(kind)) return sealInThread({ directory: path, ofSystem: false });
      if (!holdsSystemTree(kind)) return sealFiles(path);
      if (privilege.isRoot) return sealTree(path);
      return (await runPrivileged(sealTreeOperation, { path }, privilege, quiet)).seal;
    },
  });
}
