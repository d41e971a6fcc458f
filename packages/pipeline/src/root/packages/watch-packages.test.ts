import { DebootcError } from "@debootc/core/error/debootc-error";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OperationContext } from "../../worker/operation-context.ts";
import { watchPackages } from "./watch-packages.ts";

let scratch = "";
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "debootc-watch-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function watched(lines: readonly string[], status = "") {
  const steps: unknown[] = [];
  const report: OperationContext["report"] = (event) => steps.push(event);
  const place = { node: "root", workDirectory: await mkdtemp(join(scratch, "work-")) };
  const watch = await watchPackages(2, place, { report } as OperationContext);
  for (const line of lines) watch.onLine(line);
  await appendFile(watch.statusFile, status);
  return { watch, steps };
}

const failure = new DebootcError("tool-failed", "mmdebstrap ended with status 25");
const exit1 = "installed nginx package post-installation script subprocess returned error exit status 1";

test("what dpkg unpacks and configures is progress, of two steps a package", async () => {
  const { steps } = await watched([
    "Unpacking libc6:amd64 (2.41) ...",
    "noise",
    "Setting up libc6:amd64 (2.41) ...",
  ]);

  expect(steps).toEqual([
    { type: "progress", step: "unpacking libc6", done: 1, total: 4, unit: "steps" },
    { type: "progress", step: "configuring libc6", done: 2, total: 4, unit: "steps" },
  ]);
});

test("the status channel names the package that broke, and says why", async () => {
  const { watch } = await watched(["nginx: oops", "W: noise"], `status: nginx : error : ${exit1}\n`);

  expect(await watch.explain(failure)).toMatchObject({
    code: "package-broken",
    message: `the package nginx could not be installed: ${exit1}\nThe last lines of the output:\n  nginx: oops`,
  });
});

test("a package is not believed that prints what dpkg would say of another, or that the disk is full", async () => {
  const printed = [
    "dpkg: error processing archive evilblink (--unpack):",
    "dpkg: error processing package libc6 (--configure):",
    "status: libc6 : error : broken",
    "cp: error writing 'x': No space left on device",
  ];
  const { watch } = await watched(printed, `status: nginx : error : ${exit1}\n`);
  const silent = await watched(printed);

  expect(await watch.explain(failure)).toMatchObject({
    code: "package-broken",
    message: expect.stringMatching(/^the package nginx could not be installed: installed nginx/),
  });
  expect(await silent.watch.explain(failure)).toMatchObject({ code: "chroot-failed" });
});

test("dpkg is believed when it has no space", async () => {
  const reason =
    "cannot copy extracted data for './usr/x' to '/usr/x.dpkg-new': failed to write (No space left on device)";
  const { watch } = await watched([], `status: /pool/nginx_1_amd64.deb : error : ${reason}\n`);

  expect(await watch.explain(failure)).toMatchObject({
    code: "results-unwritable",
    message: `dpkg: nginx: ${reason}`,
  });
});

test("without a broken package, the failure is what mmdebstrap said last", async () => {
  const { watch } = await watched(["I: noise", "E: cannot mount"]);

  expect(await watch.explain(failure)).toMatchObject({
    code: "chroot-failed",
    message: "mmdebstrap failed\nThe last lines of the output:\n  E: cannot mount",
  });
  expect(await watch.explain(new Error("x"))).toMatchObject({ message: "x" });
});
