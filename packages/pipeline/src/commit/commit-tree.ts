import { type CommitRecord, commitRecord } from "@debootc/core/compose/commit-record";
import { digestSchema } from "@debootc/core/record/digest";
import { commitMetadataValueSchema } from "@debootc/core/treefile/keys/commit/add-commit-metadata";
import { bareCommit } from "@debootc/core/ostree/objects";
import { commitTreeOf, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { objectStore } from "./object-store.ts";
import { readTree, writeDirectories } from "./tree-objects.ts";
import { rootEntries, type RootEntry } from "../tree/root-entries.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";

const requestSchema = z.strictObject({
  root: z.string(),
  /** The repository to make; it must not exist. */
  repo: z.string(),
  /** Path of a temporary directory. */
  scratch: z.string(),
  /** Archive repositories that may have some of the objects already, proven to be sound. */
  pool: z.array(z.string()),
  ref: z.string(),
  version: z.string(),
  kernel: z.string().optional(),
  /** Seconds. */
  timestamp: z.int(),
  lockDigest: digestSchema,
  inputDigest: digestSchema,
  /** The treefile's. */
  metadata: z.record(z.string(), commitMetadataValueSchema),
});
type CommitTreeRequest = z.infer<typeof requestSchema>;

/**
 * Commits a root to a new archive repository, without a ref. The objects of the tree are found here, by the checksums that
 * ostree gives them, so that what an earlier commit has is taken from there; ostree packs the others and makes the
 * commit.
 */
export const commitTreeOperation: Operation<CommitTreeRequest, CommitRecord> = {
  name: "commit-tree",
  request: requestSchema,
  result: commitRecord.schema,
  run: async (request, context) => {
    try {
      return await commitTree(request, context);
    } finally {
      await rm(request.scratch, { recursive: true, force: true });
    }
  },
  results: ({ repo }) => [repo],
};

async function commitTree(request: CommitTreeRequest, context: OperationContext): Promise<CommitRecord> {
  const { root, repo, scratch, pool, ref, version, kernel, timestamp } = request;
  const { signal } = context;
  context.report({ type: "progress", step: "writing objects" });
  await initRepository(repo, "archive");
  await mkdir(scratch, { recursive: true });
  const store = objectStore({ repo, pool, scratch: join(scratch, "unpacked"), signal });
  const entries = ostreeTree(rootEntries(root, { timestamp, signal }));
  const tree = await readTree(entries, store, scratch);
  context.report({ type: "progress", step: "compressing objects" });
  const { taken } = await store.finishFiles();
  const bare = bareCommit(writeDirectories(tree, store));
  store.putMetadata(bare, "commit");
  context.log(`${taken} objects were taken from earlier commits`);
  const checksum = await commitTreeOf({
    repo,
    of: bare.checksum,
    ref,
    bootable: kernel !== undefined,
    subject: `${ref} ${version}`,
    timestamp,
    metadata: {
      ...request.metadata,
      version,
      "debootc.lock": request.lockDigest,
      "debootc.inputs": request.inputDigest,
      ...(kernel === undefined ? {} : { "debootc.kernel": kernel }),
    },
    signal,
  });
  await store.remove(bare, "commit");
  return { ref, checksum, treeVersion: version, bootable: kernel !== undefined, timestamp };
}

/** Moves /etc to /usr/etc, where ostree expects the defaults, and leaves out what only a container finds in /var. */
async function* ostreeTree(entries: AsyncIterable<RootEntry>): AsyncGenerator<RootEntry> {
  for await (const { entry, body } of entries) {
    if (entry.path.startsWith("var/")) continue;
    const linkPath =
      entry.type === "hardlink" && entry.linkPath !== undefined
        ? { linkPath: etcToUsrEtc(entry.linkPath) }
        : {};
    yield { entry: { ...entry, path: etcToUsrEtc(entry.path), ...linkPath }, body };
  }
}

function etcToUsrEtc(path: string): string {
  return path === "etc" || path.startsWith("etc/") ? `usr/${path}` : path;
}
