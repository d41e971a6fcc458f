import { mkdtempDisposable, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { writePartitionTable } from "./partition-table.ts";

const mib = 1024 * 1024;

test("each partition has its place, size, name, type and UUID, and what lies in it stays", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-gpt-"));
  const file = join(parent.path, "disk image");
  await writeFile(file, "");
  await truncate(file, 16 * mib);
  await run({ tool: "mke2fs", args: ["-q", "-t", "ext4", "-E", `offset=${mib}`, file, "3M"] });
  const fileSystem = (await readFile(file)).subarray(mib, 4 * mib);
  const [disk, one, two] = [1, 2, 3].map((n) => `0000000${n}-1111-4222-8333-444444444444`) as [
    string,
    string,
    string,
  ];
  const linux = "4f68bce3-e8cd-4db1-96e7-fbcaf984b709";

  await writePartitionTable({
    file,
    uuid: disk,
    partitions: [
      { name: "esp", type: "uefi", uuid: one, startMiB: 1, sizeMiB: 3 },
      { name: "root", type: linux, uuid: two, startMiB: 5, sizeMiB: 9 },
    ],
    signal: new AbortController().signal,
  });

  const { stdout } = await run({ tool: "sfdisk", args: ["--json", file] });
  expect(JSON.parse(stdout)).toMatchObject({
    partitiontable: {
      label: "gpt",
      id: disk,
      partitions: [
        { name: "esp", start: 2048, size: 3 * 2048, uuid: one, type: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
        { name: "root", start: 5 * 2048, size: 9 * 2048, uuid: two, type: linux.toUpperCase() },
      ],
    },
  });
  expect((await readFile(file)).subarray(mib, 4 * mib).equals(fileSystem)).toBe(true);
});
