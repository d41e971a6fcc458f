import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import type { OperationContext } from "../../worker/operation-context.ts";
import { watchPackages } from "./watch-packages.ts";

function watched(lines: readonly string[]) {
  const steps: unknown[] = [];
  const report: OperationContext["report"] = (event) => steps.push(event);
  const watch = watchPackages(2, "root", { report } as OperationContext);
  for (const line of lines) watch.onLine(line);
  return { watch, steps };
}

test("what dpkg unpacks and configures is progress, of two steps a package", () => {
  const { steps } = watched([
    "Unpacking libc6:amd64 (2.41) ...",
    "noise",
    "Setting up libc6:amd64 (2.41) ...",
  ]);

  expect(steps).toEqual([
    { type: "progress", step: "unpacking libc6", done: 1, total: 4, unit: "steps" },
    { type: "progress", step: "configuring libc6", done: 2, total: 4, unit: "steps" },
  ]);
});

test("a failure names the package that broke, else what mmdebstrap said last", () => {
  const failure = new DebootcError("tool-failed", "mmdebstrap ended with status 25");
  const broken = watched(["dpkg: error processing package nginx (--configure):", "W: noise"]).watch;
  const failed = watched(["I: noise", "E: cannot mount"]).watch;

  expect(broken.explain(failure)).toMatchObject({
    code: "package-broken",
    message: expect.stringContaining("the package nginx could not be installed"),
  });
  expect(failed.explain(failure)).toMatchObject({
    code: "chroot-failed",
    message: "mmdebstrap failed:\n  E: cannot mount",
  });
  expect(failed.explain(new Error("x"))).toMatchObject({ message: "x" });
});
