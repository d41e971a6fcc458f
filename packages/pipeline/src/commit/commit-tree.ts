import { type CommitRecord, commitRecord } from "@debootc/core/compose/commit-record";
import { digestSchema } from "@debootc/core/record/digest";
import { commitMetadataValueSchema } from "@debootc/core/treefile/keys/commit/add-commit-metadata";
import { kernelKnowsFileSystem } from "@debootc/tools/disk/kernel-file-systems";
import { commitTar, copyCommit, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import * as z from "zod";
import { takeObjects } from "./take-objects.ts";
import { rootEntries, type RootEntry } from "../tree/root-entries.ts";
import { toTar } from "../tree/to-tar.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";

const requestSchema = z.strictObject({
  root: z.string(),
  /** The repository to make; it must not exist. */
  repo: z.string(),
  /** Path for a temporary repository; it must not exist. */
  scratch: z.string(),
  /** Archive repositories that may have compressed some of the objects already, proven to be sound. */
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
 * Commits a root to a new archive repository, without a ref. `ostree commit` compresses
 * with one processor and `ostree pull-local` with all of them, to the same bytes, so the commit is made uncompressed and
 * then copied; what was compressed for an earlier commit is taken from there.
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
  context.report({ type: "progress", step: "writing objects" });
  // A kernel with SELinux labels every file, and a bare repository would commit the labels.
  await initRepository(scratch, (await kernelKnowsFileSystem("selinuxfs")) ? "bare-user" : "bare");
  const checksum = await commitTar({
    repo: scratch,
    ref,
    tar: Readable.from(toTar(ostreeTree(rootEntries(root, { timestamp, signal: context.signal }))), {
      objectMode: false,
    }),
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
    signal: context.signal,
  });
  await initRepository(repo, "archive");
  context.report({ type: "progress", step: "compressing objects" });
  const taken = takeObjects({ of: scratch, into: repo, from: pool });
  context.log(`${taken} objects were taken from earlier commits`);
  await copyCommit({ from: scratch, to: repo, checksum, signal: context.signal });
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
