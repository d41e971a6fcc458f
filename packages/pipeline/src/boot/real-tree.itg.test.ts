import { probeArguments } from "@debootc/core/boot/probe-arguments";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { beforeEach, expect, test } from "vitest";
import { bootSystem } from "./boot-system.ts";
import { makeBootDisk } from "./make-boot-disk.ts";

// A compose is too long for this suite. e2e boots a fresh one; here any repository with one bootable ref will do.
const repo = process.env.DEBOOTC_TEST_REPO;
const minutes = 60_000;

beforeEach(({ skip }) => {
  skip(repo === undefined, "DEBOOTC_TEST_REPO does not name an ostree repository with one bootable ref");
});

async function boot(
  prepare: (disk: { file: string; deployment: string; directory: string }) => Promise<void>,
) {
  await using temporary = await mkdtempDisposable(join(tmpdir(), "debootc-boot-"));
  const directory = temporary.path;
  const ostree = async (...args: string[]) =>
    (await run({ tool: "ostree", args: [`--repo=${repo}`, ...args] })).stdout.trim();
  const ref = await ostree("refs");
  const checksum = await ostree("rev-parse", ref);
  const status = await ostree("cat", checksum, "/usr/lib/sysimage/dpkg/status");
  const signal = new AbortController().signal;
  const report = () => {};
  const disk = await makeBootDisk(
    {
      repo: repo ?? "",
      ref,
      checksum,
      kernelArguments: [],
      directory,
      diskFile: join(directory, "disk.raw"),
      sizeMiB: 4096,
      probe: await readFile(join(import.meta.dirname, "probe.sh"), "utf8"),
    },
    { report, log: report, signal },
  );
  await prepare({ file: disk.disk, deployment: `/ostree/deploy/debian/deploy/${checksum}.0`, directory });
  const { kernel, initrd, append, defaultTarget } = disk;
  return await bootSystem({
    disk: disk.disk,
    start: { kernel, initrd, append: `${append} ${probeArguments(defaultTarget)}` },
    network: "isolated",
    kernel,
    architecture: "amd64",
    expected: { checksum, packageCount: status.match(/^Status: install ok installed$/gm)?.length ?? 0 },
    logFile: join(directory, "console.log"),
    reportFile: join(directory, "report.json"),
    memoryMiB: 1024,
    timeoutSeconds: 600,
    report,
    signal,
    clock: () => new Date(),
  }).catch((error: unknown) => error);
}

test("a real tree boots and keeps all rules", { timeout: 12 * minutes }, async () => {
  const outcome = await boot(async () => {});

  expect(outcome).toMatchObject({
    passed: true,
    failedUnits: [],
    system: { os: expect.stringContaining("Debian") },
  });
});

test("a unit that fails is found with what it said, and a machine id that nobody saves", {
  timeout: 12 * minutes,
}, async () => {
  const outcome = await boot(async ({ file, deployment, directory }) => {
    const unit = join(directory, "bad.service");
    await writeFile(unit, '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo this is why >&2; exit 3"\n');
    const units = `${deployment}/etc/systemd/system`;
    for (const command of [
      `write ${unit} ${units}/bad.service`,
      `symlink ${units}/multi-user.target.wants/bad.service ../bad.service`,
      `symlink ${units}/systemd-machine-id-commit.service /dev/null`,
    ]) {
      await run({ tool: "debugfs", args: ["-w", "-R", command, file] });
    }
  });

  expect(outcome).toMatchObject({
    code: "boot-failed",
    diagnostics: [
      { given: expect.stringContaining("degraded; bad.service failed") },
      { message: "broken rule: the machine keeps its id", given: "not saved", allowed: "saved" },
      { message: "bad.service failed", excerpt: expect.stringContaining("this is why") },
    ],
  });
});

test("a tree whose init is gone is named long before the time-out", { timeout: 12 * minutes }, async () => {
  const outcome = await boot(async ({ file, deployment }) => {
    await run({ tool: "debugfs", args: ["-w", "-R", `rm ${deployment}/usr/lib/systemd/systemd`, file] });
  });

  expect(outcome).toMatchObject({
    code: "boot-failed",
    message: expect.stringContaining("the tree has no init to start"),
  });
});
