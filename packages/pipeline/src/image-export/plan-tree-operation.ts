import { digestSchema } from "@debootc/core/record/digest";
import { layerPlanSchema } from "@debootc/core/layers/layer-plan";
import { layersRecord } from "@debootc/core/layers/layers-record";
import { extractRoot } from "@debootc/tools/files/extract-tar";
import { checkOut } from "@debootc/tools/ostree/ostree-repository";
import { mkdir } from "node:fs/promises";
import * as z from "zod";
import { planLayers } from "../layers/plan-layers.ts";
import { readTreeListing } from "../layers/read-tree-listing.ts";
import { listRoot } from "../tree/list-root.ts";
import { RootDirectory } from "../tree/root-directory.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { readTreeFacts, treeFactsSchema } from "./read-tree-facts.ts";

const path = z.string().regex(/^\//);
const requestSchema = z.strictObject({
  from: z.discriminatedUnion("kind", [
    /** Is at `root` already, and stays as it is. */
    z.strictObject({ kind: z.literal("root") }),
    z.strictObject({ kind: z.literal("archive"), file: path }),
    z.strictObject({ kind: z.literal("commit"), repo: path, checksum: z.string().regex(/^[0-9a-f]{64}$/) }),
  ]),
  /** Where the tree is, or is to be unpacked. */
  root: path,
  /** Files that are not older have no time of their own; all have if absent. */
  timestamp: z.int().min(0).optional(),
  maxLayers: z.int().min(1),
  previous: layerPlanSchema.optional(),
  /** The listing of the tree to write. */
  listing: path,
  /** An empty directory, which gets the listings of the layers. */
  listings: path,
});
export type PlanTreeRequest = z.infer<typeof requestSchema>;

const resultSchema = z.strictObject({
  digest: digestSchema,
  layers: layersRecord.schema,
  facts: treeFactsSchema,
});
export type PlannedTree = z.infer<typeof resultSchema>;

/** Unpacks a tree if need be, and decides what is in which layer. Only root can read every file of a tree. */
export const planTreeOperation: Operation<PlanTreeRequest, PlannedTree> = {
  name: "plan-tree",
  request: requestSchema,
  result: resultSchema,
  run: planTree,
  results: ({ listing, listings }) => [listing, listings],
};

async function planTree(
  request: PlanTreeRequest,
  { report, signal }: OperationContext,
): Promise<PlannedTree> {
  const { from, root, timestamp = Number.MAX_SAFE_INTEGER, listing, listings, maxLayers, previous } = request;
  if (from.kind === "archive") {
    report({ type: "progress", step: "unpacking the archive" });
    await mkdir(root);
    await extractRoot(from.file, root, signal);
  }
  if (from.kind === "commit") {
    report({ type: "progress", step: "checking out the commit" });
    await checkOut({ repo: from.repo, checksum: from.checksum, directory: root, signal });
    await fitForImage(new RootDirectory(root));
  }
  report({ type: "progress", step: "listing the tree" });
  const { digest } = await listRoot(root, listing, timestamp, signal);
  report({ type: "progress", step: "planning the layers" });
  const layers = await planLayers({ root, listing, maxLayers, previous, directory: listings });
  return { digest, layers, facts: await readTreeFacts(root, await readTreeListing(listing)) };
}

/**
 * Undoes what makes a tree one of ostree. A commit has the defaults of /etc in /usr/etc; images have them in /etc, from where
 * bootc moves them back. It has nothing in /var, where dpkg and apt look for the database in a container.
 */
async function fitForImage(root: RootDirectory): Promise<void> {
  const isCommitted = (await root.exists("/usr/etc")) && !(await root.exists("/etc"));
  if (isCommitted) await root.move("/usr/etc", "/etc");
  const [database, place] = ["/usr/lib/sysimage/dpkg", "/var/lib/dpkg"];
  if ((await root.exists(database)) && !(await root.exists(place)))
    await root.makeLink(place, `../..${database}`);
}
