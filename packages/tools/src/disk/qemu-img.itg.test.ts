import { randomBytes } from "node:crypto";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { convertToQcow2 } from "./qemu-img.ts";

test("a raw image becomes a compressed qcow2 image of the same content, and stays", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-qcow2-"));
  const [raw, qcow2, back] = ["disk.raw", "disk.qcow2", "back.raw"].map((name) =>
    join(parent.path, name),
  ) as [string, string, string];
  const content = Buffer.concat([randomBytes(65_536), Buffer.alloc(1 << 20, "a")]);
  await writeFile(raw, content);

  await convertToQcow2(raw, qcow2, new AbortController().signal);

  const info = JSON.parse(
    (await run({ tool: "qemu-img", args: ["info", "--output=json", qcow2] })).stdout,
  ) as object;
  expect(info).toMatchObject({ format: "qcow2", "virtual-size": content.length });
  expect((await readFile(qcow2)).length).toBeLessThan(content.length / 2);
  await run({ tool: "qemu-img", args: ["convert", "-O", "raw", qcow2, back] });
  expect((await readFile(back)).equals(content)).toBe(true);
  expect((await readFile(raw)).equals(content)).toBe(true);
});
