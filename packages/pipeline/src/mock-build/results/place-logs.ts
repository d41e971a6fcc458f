import { hasErrno } from "@debootc/tools/errno";
import { createReadStream } from "node:fs";
import { appendFile, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { BuildResult } from "@debootc/core/mock-build/records/build-result";
import type { BuildLogError } from "@debootc/core/mock-build/records/build-log-error";
import { firstErrorFinder } from "@debootc/core/mock-build/log/first-error";

/** Nodes that set the chroot up, in the order in which `root.log` tells of them. */
const chrootNodes = ["base", "dependencies"] as const;

/**
 * Makes the three logs of a result directory of the logs that the nodes left: `build.log` is the output of the package's
 * own build, `root.log` that of apt and dpkg, `state.log` tells of the stages. Answers which there are.
 */
export async function placeLogs(
  nodeLogs: string,
  directory: string,
  stateLog: string,
): Promise<BuildResult["files"]> {
  const hasBuild = await moveIfThere(join(nodeLogs, "build.log"), join(directory, "build.log"));
  let hasRoot = false;
  for (const node of chrootNodes) {
    const text = await readIfThere(join(nodeLogs, `${node}.log`));
    if (text === undefined || text === "") continue;
    await appendFile(join(directory, "root.log"), `==> ${node}\n${text}`);
    hasRoot = true;
  }
  // Only a second build writes there.
  await moveIfThere(join(nodeLogs, "proof.log"), join(directory, "second-build.log"));
  await writeFile(join(directory, "state.log"), stateLog);
  return {
    ...(hasBuild ? { buildLog: "build.log" } : {}),
    ...(hasRoot ? { rootLog: "root.log" } : {}),
    stateLog: "state.log",
  };
}

/** The first real error of a log file, read as a stream: logs may be larger than memory. */
export async function firstErrorIn(path: string, buildPath: string): Promise<BuildLogError | undefined> {
  const finder = firstErrorFinder(buildPath);
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    finder.line(line);
  }
  return finder.end();
}

async function moveIfThere(from: string, to: string): Promise<boolean> {
  try {
    if ((await stat(from)).size === 0) return false;
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
