import { expect, test } from "vitest";
import { indexMemory, type ReadIndexes } from "./index-memory.ts";

const asked = {
  sources: [],
  architecture: "amd64",
  recommends: false,
  indexCacheDirectory: "/cache/indexes",
};
const reading = () => ({ suites: [] }) as unknown as ReadIndexes;

test("indexes are not read twice, even if asked for while they are being read", async () => {
  const memory = indexMemory("/run");
  const directories: string[] = [];
  const read = async (directory: string) => {
    directories.push(directory);
    return reading();
  };

  const [first, beside] = await Promise.all([memory.recall(asked, read), memory.recall(asked, read)]);

  expect(beside).toBe(first);
  expect(await memory.recall(asked, read)).toBe(first);
  expect(await memory.known(asked)).toBe(first);
  expect(directories).toHaveLength(1);
});

test.each([
  ["architecture", { architecture: "arm64" }],
  ["foreign architecture", { foreignArchitectures: ["arm64"] }],
  ["kind of index", { kind: "Sources" as const }],
  ["word on recommended packages", { recommends: true }],
])("another %s is read by itself, in a directory of its own", async (_what, change) => {
  const memory = indexMemory("/run");
  const directories = new Set<string>();
  const read = async (directory: string) => {
    directories.add(directory);
    return reading();
  };

  const first = await memory.recall(asked, read);

  expect(await memory.known({ ...asked, ...change })).toBeUndefined();
  expect(await memory.recall({ ...asked, ...change }, read)).not.toBe(first);
  expect(directories.size).toBe(2);
});

test("a failure is reported and tried again", async () => {
  const memory = indexMemory("/run");

  await expect(memory.recall(asked, () => Promise.reject(new Error("no network")))).rejects.toThrow(
    "no network",
  );
  expect(await memory.known(asked)).toBeUndefined();
  await expect(memory.recall(asked, async () => reading())).resolves.toEqual({ suites: [] });
});
