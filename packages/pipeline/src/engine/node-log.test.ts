import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLog } from "./node-log.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-log-"));
});
afterAll(() => rm(directory, { recursive: true }));

describe("the log of a node", () => {
  test("has each line as soon as it is said, behind what an earlier run said", async () => {
    const path = join(directory, "root.log");
    const first = openLog(path);
    first.line("one");
    expect(first.close()).toBeUndefined();
    const second = openLog(path);

    second.line("zwei …");

    expect(await readFile(path, "utf8")).toBe("one\nzwei …\n");
    second.close();
    second.line("too late");
    expect(await readFile(path, "utf8")).toBe("one\nzwei …\n");
  });

  test("tells at its end what kept it from being written, and stops nobody", () => {
    const log = openLog("/dev/full");

    log.line("one");
    log.line("two");

    expect(log.close()).toMatchObject({ code: "ENOSPC" });
    expect(openLog(join(directory, "missing/root.log")).close()).toMatchObject({ code: "ENOENT" });
  });
});
