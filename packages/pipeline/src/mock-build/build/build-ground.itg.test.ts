import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Report } from "@debootc/core/event/event";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { onBuildGround } from "./build-ground.ts";

// Control groups are only root's to make.
test.runIf(process.getuid?.() === 0)(
  "a ground that cannot be taken down does not hide why the build failed",
  async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-ground-"));
    const reports: Report[] = [];
    const report = (said: Report) => {
      if (said.type === "build-facts") throw new DebootcError("tool-failed", "du failed");
      reports.push(said);
    };
    const building = onBuildGround(
      {
        what: "tiny 1",
        limits: {},
        privilege: "root",
        user: { name: "builder", id: 1000 },
        disk: { directory: directory.path, isOwn: false },
      },
      { report, log: () => {}, signal: new AbortController().signal },
      async () => {
        throw new DebootcError("build-failed", "tiny 1 does not build");
      },
    );

    await expect(building).rejects.toMatchObject({ code: "build-failed" });
    expect(JSON.stringify(reports)).toContain("after a failure, clean-up failed too: du failed");
  },
);
