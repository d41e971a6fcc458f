import { type ChainResult, chainResult } from "@debootc/core/mock-build/records/chain-result";
import { makeDirectories, readIfPresent } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Returns how long the packages of the chain built there before took, by name; empty where there was none. */
export async function earlierSeconds(directory: string): Promise<ReadonlyMap<string, number>> {
  const file = resultFile(directory);
  const text = await readIfPresent(file);
  if (text === undefined) return new Map();
  try {
    const { packages } = chainResult.parse(text.toString(), file);
    return new Map(packages.flatMap(({ name, seconds }) => (seconds === undefined ? [] : [[name, seconds]])));
  } catch {
    // Of another debootc, or damaged: it only made the chain faster, and is about to be replaced.
    return new Map();
  }
}

/** Writes the result of a chain beside those of its packages, in one step. Throws `results-unwritable`. */
export async function writeChainResult(directory: string, result: ChainResult): Promise<void> {
  const file = resultFile(directory);
  await writable(file, async () => {
    await makeDirectories(directory);
    await writeFile(`${file}.${process.pid}.new`, chainResult.serialize(result));
    await rename(`${file}.${process.pid}.new`, file);
  });
}

function resultFile(directory: string): string {
  return join(directory, "chain.json");
}
