import { type CommitRecord, commitRecord } from "@debootc/core/compose/commit-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { digestSchema } from "@debootc/core/record/digest";
import { commitMetadataValueSchema } from "@debootc/core/treefile/keys/commit/add-commit-metadata";
import { hasErrno } from "@debootc/tools/errno";
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
  /** Archive repositories that may have compressed some of the objects already. Nothing is believed of them. */
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
 * Commits a root to a new archive repository, without a ref, and checks what was written. `ostree commit` compresses
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
  const copy = { from: scratch, to: repo, checksum };
  try {
    await compress(copy, pool, context);
  } catch (error) {
    // A full disk or a cancelled run would only meet the same again.
    const mayBeDamage =
      hasErrno(error, "EIO") || (error instanceof DebootcError && error.code === "tool-failed");
    if (pool.length === 0 || !mayBeDamage || context.signal.aborted) throw error;
    // Whether an object of the pool was it shows without them.
    await rm(repo, { recursive: true, force: true });
    await compress(copy, [], context);
    context.report({ type: "diagnostic", diagnostic: damagedPool });
  }
  return { ref, checksum, treeVersion: version, bootable: kernel !== undefined, timestamp };
}

/** Makes the archive repository of a commit and checks every object in it. */
async function compress(
  copy: { readonly from: string; readonly to: string; readonly checksum: string },
  pool: readonly string[],
  { report, log, signal }: OperationContext,
): Promise<void> {
  await initRepository(copy.to, "archive");
  report({ type: "progress", step: "compressing objects" });
  const taken = takeObjects({ of: copy.from, into: copy.to, from: pool });
  log(`${taken} objects were taken from earlier commits`);
  await copyCommit({ ...copy, signal });
  report({ type: "progress", step: "checking the repository" });
  await checkRepository(copy.to, signal);
}

const damagedPool = {
  severity: "warning",
  code: "cache-entry-damaged",
  message: "an object of an earlier commit in the cache is damaged: all objects were compressed anew",
  hint: "Find and remove it: bin/debootc cache verify --fix.",
} as const;

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
