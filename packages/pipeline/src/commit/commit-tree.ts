import { type CommitRecord, commitRecord } from "@debootc/core/compose/commit-record";
import { digestSchema } from "@debootc/core/record/digest";
import { commitMetadataValueSchema } from "@debootc/core/treefile/keys/commit-metadata";
import { kernelKnowsFileSystem } from "@debootc/tools/disk/kernel-file-systems";
import {
  checkRepository,
  commitTar,
  copyCommit,
  initRepository,
} from "@debootc/tools/ostree/ostree-repository";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import * as z from "zod";
import { rootEntries, type RootEntry } from "../tree/root-entries.ts";
import { toTar } from "../tree/to-tar.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";

const requestSchema = z.strictObject({
  root: z.string(),
  /** The repository to make; must not exist. */
  repo: z.string(),
  /** A repository to make and remove on the way; must not exist. */
  scratch: z.string(),
  ref: z.string(),
  version: z.string(),
  kernel: z.string().optional(),
  /** Seconds. */
  timestamp: z.int(),
  lockDigest: digestSchema,
  inputDigest: digestSchema,
  /** Of the treefile. */
  metadata: z.record(z.string(), commitMetadataValueSchema),
});
type CommitTreeRequest = z.infer<typeof requestSchema>;

/**
 * Commits a root to a new archive repository, without a ref, and checks what it wrote. `ostree commit` compresses with
 * one processor and `ostree pull-local` with all of them, to the same bytes: so the commit is made uncompressed
 * and copied.
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
  const { root, repo, scratch, ref, version, kernel, timestamp } = request;
  context.report({ type: "progress", step: "writing objects" });
  // A kernel with SELinux labels every file, and a bare repository takes the labels for a part of the tree.
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
  context.report({ type: "progress", step: "compressing objects" });
  await initRepository(repo, "archive");
  await copyCommit({ from: scratch, to: repo, checksum, signal: context.signal });
  context.report({ type: "progress", step: "checking the repository" });
  await checkRepository(repo, context.signal);
  return { ref, checksum, treeVersion: version, bootable: kernel !== undefined, timestamp };
}

/** ostree wants the defaults of /etc in /usr/etc, and has no use for what a container finds in /var. */
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
