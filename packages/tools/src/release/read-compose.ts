import { checksumsFile } from "@debootc/core/compose/checksums";
import { type ComposeRecord, composeRecord } from "@debootc/core/compose/compose-record";
import { legText } from "@debootc/core/compose/leg-name";
import { packagesRecord } from "@debootc/core/compose/packages-metadata";
import { parseChecksums } from "@debootc/core/compose/parse-checksums";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { type ReleasePackages, releasePackages } from "@debootc/core/release/release-packages";
import type { TarEntry } from "@debootc/core/tar/entry";
import { readTar } from "@debootc/core/tar/read-tar";
import { createHash } from "node:crypto";
import { unfit } from "./unfit.ts";

/** Says which compose an artifact has to be. */
export interface ExpectedCompose {
  readonly composeId: string;
  /** The leg that it is the result of; all of them if absent. */
  readonly leg?: string | undefined;
}

/** Is a compose whose files are what its records say. */
export interface ReadCompose {
  readonly record: ComposeRecord;
  readonly packages: ReleasePackages;
  /** Digests of its files by their paths below the directory `compose`. */
  readonly digests: ReadonlyMap<string, Digest>;
}

/** Takes the bytes of a file that somebody wants. */
export type Sink = (chunk: Uint8Array) => Promise<void>;

/** Returns where the bytes of a file below `compose` are wanted; undefined if they are only verified. */
export type Wanted = (path: string, entry: TarEntry) => Promise<Sink | undefined>;

/** A compose has a few hundred files besides those of its repositories. */
const mostFiles = 200_000;
const mostMembers = 5_000_000;

/** Records are read into memory; the largest real one has some MB. */
const mostRecordBytes = 64 * 1024 ** 2;

const records = { sums: checksumsFile, compose: "metadata/compose.json", packages: "metadata/packages.json" };

/**
 * Reads the archive of a compose directory in bounded memory, and holds each file against the compose's own list of checksums.
 * Nothing is unpacked. Throws `artifact-unfit` for another compose, for unsafe names and what is missing, `verification-differs`.
 */
export async function readCompose(
  archive: AsyncIterable<Uint8Array>,
  expected: ExpectedCompose,
  wanted: Wanted = async () => undefined,
): Promise<ReadCompose> {
  const digests = new Map<string, Digest>();
  const kept = new Map<string, Buffer>();
  let members = 0;
  try {
    for await (const { entry, body } of readTar(archive)) {
      members += 1;
      if (members > mostMembers || digests.size > mostFiles) throw unfit("it has too many files");
      const path = pathInCompose(entry, expected.composeId);
      if (path === undefined || entry.type === "directory") continue;
      if (isOfRepository(path)) {
        await handOn(entry, body, entry.type === "file" ? await wanted(path, entry) : undefined);
        continue;
      }
      if (entry.type !== "file") throw unfit(`${path} is not a file but a ${entry.type}`);
      if (digests.has(path)) throw unfit(`${path} is in it twice`);
      const isRecord = Object.values(records).includes(path);
      if (isRecord && entry.size > mostRecordBytes) throw unfit(`${path} is too long`);
      const sink = await wanted(path, entry);
      const hash = createHash("sha256");
      const parts: Uint8Array[] = [];
      for await (const chunk of body) {
        hash.update(chunk);
        if (isRecord) parts.push(Buffer.from(chunk));
        await sink?.(chunk);
      }
      if (isRecord) kept.set(path, Buffer.concat(parts));
      digests.set(path, `sha256:${hash.digest("hex")}`);
    }
  } catch (error) {
    throw explained(error);
  }
  const text = (path: string) => {
    const bytes = kept.get(path);
    if (bytes === undefined)
      throw unfit(`it has no compose/${path}: the compose is not finished, or not all of it`);
    return bytes.toString();
  };
  compareAll(digests, text(records.sums));
  const record = parsed(composeRecord, text(records.compose), records.compose);
  refuseOther(record, expected);
  const packages = releasePackages(parsed(packagesRecord, text(records.packages), records.packages));
  const legs = record.legs.map(legText);
  const other = Object.keys(packages).find((leg) => !legs.includes(leg));
  if (other !== undefined)
    throw unfit(`it has packages of ${JSON.stringify(other.slice(0, 200))}, which is not a leg of it`);
  return { record, packages, digests };
}

function parsed<T>(
  { parse }: { readonly parse: (text: string, origin: string) => T },
  text: string,
  path: string,
): T {
  try {
    return parse(text, path);
  } catch (error) {
    if (error instanceof DebootcError) throw unfit(error.message, error);
    throw error;
  }
}

/** No system has longer ones, and those of hundreds of thousands of files are remembered. */
const longestPath = 4096;

/** Returns the path below the directory `compose`; undefined for logs and whatever else is beside it. */
function pathInCompose({ path }: TarEntry, composeId: string): string | undefined {
  if (path.length > longestPath) throw unfit(`it has a name of ${path.length} characters`);
  const parts = path.split("/");
  if (path.startsWith("/") || parts.some((part) => part === "" || part === "." || part === ".."))
    throw unfit(`it has an unsafe name, ${JSON.stringify(path.slice(0, 200))}`);
  const [top, folder, ...rest] = parts;
  if (top !== composeId)
    throw unfit(`it is of the compose ${JSON.stringify(String(top).slice(0, 200))} instead of ${composeId}`);
  return folder === "compose" && rest.length > 0 ? rest.join("/") : undefined;
}

async function handOn(
  { size }: TarEntry,
  body: AsyncIterable<Uint8Array>,
  sink: Sink | undefined,
): Promise<void> {
  if (sink === undefined || size === 0) return;
  for await (const chunk of body) await sink(chunk);
}

/** What is in a repository is named by its own objects; the digest of the artifact covers it. */
function isOfRepository(path: string): boolean {
  return path.split("/")[2] === "ostree";
}

function compareAll(digests: ReadonlyMap<string, Digest>, text: string): void {
  const sums = parseChecksums(text);
  if (sums === undefined) throw unfit(`its ${checksumsFile} is damaged`);
  for (const [path, digest] of sums) {
    const found = digests.get(path);
    if (found === undefined) throw unfit(`${path} is missing, which its ${checksumsFile} lists`);
    if (found !== digest)
      throw new DebootcError(
        "verification-differs",
        `${path} of the artifact has not the digest that its compose recorded`,
        {
          hint: "Run the job again that composed it; if it differs again, look at the disk of that machine.",
        },
      );
  }
  // What is in no list is nobody's promise.
  for (const path of digests.keys())
    if (!sums.has(path) && path !== checksumsFile && isPublished(path))
      throw unfit(`${path} is in it, which its ${checksumsFile} does not list`);
}

function isPublished(path: string): boolean {
  return /^[^/]+\/[^/]+\/(?:oci|images)\//.test(path);
}

function refuseOther(record: ComposeRecord, { composeId, leg }: ExpectedCompose): void {
  if (record.composeId !== composeId)
    throw unfit(`its record is of the compose ${JSON.stringify(record.composeId)} instead of ${composeId}`);
  const legs = record.legs.map(legText);
  if (leg !== undefined && (legs.length !== 1 || legs[0] !== leg))
    throw unfit(`it has ${legs.join(", ")} instead of ${leg}: it is of another task`);
}

function explained(error: unknown): unknown {
  if (!(error instanceof DebootcError)) return error;
  if (error.code !== "archive-invalid" && error.code !== "layout-impossible") return error;
  return unfit(error.message, error);
}
