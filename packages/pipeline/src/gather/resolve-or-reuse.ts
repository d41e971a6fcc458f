import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { isOwnSource } from "@debootc/core/debian/own-source";
import type { LockedIndex, LockSection } from "@debootc/core/lock/lock";
import { lockRequestOf } from "@debootc/core/lock/lock-request";
import { resolutionRecord } from "@debootc/core/lock/resolution";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { installedVersions } from "@debootc/tools/dpkg/dpkg-query";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache } from "../cache/cache.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { archiveKeyring } from "./archive-sources.ts";
import { readReleases } from "./read-releases.ts";
import { type LockResolution, resolveLock } from "./resolve-lock.ts";

interface Memory {
  readonly cache: Cache;
  /** Digest of debootc's own code. */
  readonly code: Digest;
}

const kind = "lock";
const recordName = "record.json";

/**
 * Resolves like `resolveLock`, but if the same was asked of the same indexes before, apt only fetches and verifies
 * their signed Release files, and its earlier choice is the answer.
 */
export async function resolveOrReuse(
  resolution: LockResolution,
  { cache, code }: Memory,
  context: OperationContext,
): Promise<{ readonly section: LockSection; readonly reused: boolean }> {
  const { treefile, local } = resolution;
  // The request describes the local packages; where they are stored this time decides nothing.
  const sources = resolution.sources.filter(({ id }) => !isOwnSource(id));
  const { architecture, recommends, suite } = treefile;
  const builtDigests = (resolution.built ?? []).map(({ sha256 }) => sha256);

  context.report({ type: "progress", step: `checking for updates of ${suite}` });
  const [apt, indexes] = await Promise.all([
    installedVersions(["apt", "libapt-pkg*"]),
    readReleases({ ...resolution, sources, architecture, recommends }, context),
  ]);
  const request = lockRequestOf(treefile, local, resolution.extra);
  // Release files were just verified by it; where debootc is installed on this machine decides nothing either.
  const trusted = sources.map((source) =>
    source.signedBy === archiveKeyring ? { ...source, signedBy: "debootc" } : source,
  );
  // It decides what is reported, and that is remembered with the choice.
  const { closureCheck } = treefile;
  const asked = { code, apt, architecture, request, closureCheck, builtDigests, sources: trusted };
  const keyOf = (indexes: readonly LockedIndex[]) =>
    digestOf({ node: kind, ...asked, indexes: indexes.filter(({ sourceId }) => !isOwnSource(sourceId)) });

  const known = indexes && (await readResolution(cache, keyOf(indexes)));
  if (known) {
    for (const diagnostic of known.diagnostics) context.report({ type: "diagnostic", diagnostic });
    return { section: known.section, reused: true };
  }

  const diagnostics: Diagnostic[] = [];
  const section = await resolveLock(resolution, {
    ...context,
    report: (report) => {
      if (report.type === "diagnostic") diagnostics.push(report.diagnostic);
      context.report(report);
    },
  });
  let isNew = false;
  await using _kept = await cache.put(kind, keyOf(section.indexes), async (directory) => {
    isNew = true;
    await writeFile(join(directory, recordName), resolutionRecord.serialize({ section, diagnostics }));
    return digestOf(section);
  });
  // A machine without indexes has to choose again, and knows only now that another one has chosen the same before.
  return { section, reused: !isNew };
}

async function readResolution(cache: Cache, key: Digest) {
  await using lease = await cache.get(kind, key);
  if (lease === undefined) return undefined;
  const file = join(lease.path, recordName);
  return resolutionRecord.parse(await readFile(file, "utf8"), file);
}
