import { findTool } from "@debootc/tools/find-tool";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnoseMachine } from "./diagnose-machine.ts";

test("the whole machine is diagnosed, and the diagnosis leaves nothing behind", async () => {
  const directory = await mkdtemp(join(tmpdir(), "debootc-doctor-"));
  await rm(directory, { recursive: true });
  const machine = {
    outputDir: join(directory, "out"),
    cacheDir: join(directory, "cache"),
    isRoot: process.getuid?.() === 0,
  };
  const findings = await diagnoseMachine(machine, new AbortController().signal);

  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  expect(byId.get("tool:tar")?.state).toBe("ok");
  expect(byId.get("space:cache")?.detail).toContain("GiB free");
  expect(byId.has("sandbox")).toBe((await findTool("bwrap")) !== undefined);
  expect([...byId.keys()]).toEqual(expect.arrayContaining(["space:output", "memory", "kvm", "tool:ostree"]));
});
