import { buildRecord } from "@debootc/core/mock-build/records/build-record";
import { digestOf } from "@debootc/core/record/digest";
import { constants, createReadStream } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cachedRecord } from "../../cache/cached-record.ts";
import { openLog } from "../../engine/node-log.ts";
import type { NodeContext, NodeResult } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { planKey } from "./plan-key.ts";

/** Holds what a package is built from. */
export type BuildInput = Pick<MockBuildRecords, "source" | "base" | "dependencies">;

type Build = (records: BuildInput, context: NodeContext) => Promise<MockBuildRecords["build"]>;

/**
 * Returns a build that is done once for each plan: the next time it takes what was built, with its log, from the cache.
 * So a chain that is run again begins where it stopped.
 */
export function reusing(
  build: Build,
  setting: MockBuildSetting,
  directory: string,
): (records: BuildInput, context: NodeContext) => Promise<NodeResult<MockBuildRecords["build"]>> {
  return async (records, context) => {
    const { record, lease, reused } = await cachedRecord({
      cache: setting.cache,
      kind: "build",
      key: planKey(records, setting),
      format: buildRecord,
      outputDigest: digestOf,
      make: (entry) => buildInto(entry, build, records, context, directory),
    });
    await using _held = lease;
    if (!reused) return { output: { ...record, directory }, reused };
    await mkdir(directory, { recursive: true });
    for (const { name } of record.files)
      await copyFile(join(lease.path, name), join(directory, name), constants.COPYFILE_FICLONE);
    for await (const line of createInterface({ input: createReadStream(join(lease.path, buildLog)) }))
      context.log(line);
    return { output: { ...record, directory }, reused };
  };
}

const buildLog = "build.log";

async function buildInto(
  entry: string,
  build: Build,
  records: BuildInput,
  context: NodeContext,
  directory: string,
) {
  const kept = openLog(join(entry, buildLog));
  const log = (line: string) => {
    kept.line(line);
    context.log(line);
  };
  const output = await build(records, { ...context, log }).finally(kept.close);
  const unwritten = await kept.close();
  if (unwritten !== undefined) throw unwritten;
  for (const { name } of output.files)
    await copyFile(join(directory, name), join(entry, name), constants.COPYFILE_FICLONE);
  const { directory: _directory, ...record } = output;
  return record;
}
