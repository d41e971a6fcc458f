import { listLoopDevices } from "@debootc/tools/disk/loop-device";
import { mountsBelow, readMountTable } from "@debootc/tools/files/mount-table";
import { run, runStream } from "@debootc/tools/run";
import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diagnoseLeftovers, type Directories } from "./diagnose-leftovers.ts";
import { readProcessTable } from "./process-table.ts";
import { repairLeftovers } from "./repair-leftovers.ts";

// Mounts and loop devices are made for real.
const isRoot = process.getuid?.() === 0;
const privilege = { owner: { uid: 0, gid: 0 }, isRoot };
const signal = new AbortController().signal;
let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "debootc-doctor-")));
});
// Also when the test fails half-way.
afterEach(async () => {
  for (const { target } of await mountsHere()) await run({ tool: "umount", args: [target] });
  for (const { device } of await loopDevicesHere())
    await run({ tool: "losetup", args: ["--detach", device] });
  for (const { identity } of await processesHere()) process.kill(identity.pid, "SIGKILL");
  await rm(directory, { recursive: true });
});

/** Without the control groups of builds, which are those of the whole machine. */
const diagnosed = async (places: Directories) =>
  (await diagnoseLeftovers(places)).filter(({ repair }) => repair?.do !== "remove-cgroup");
const mountsHere = async () => mountsBelow(directory, await readMountTable());
const loopDevicesHere = async () =>
  (await listLoopDevices()).filter(({ backingFile }) => backingFile.startsWith(`${directory}/`));
const processesHere = async () =>
  (await readProcessTable()).filter(({ args }) => args.some((arg) => arg.includes(directory)));

test.skipIf(!isRoot)(
  "all that a killed run left is found and removed, and nothing while it lives",
  async () => {
    const places = { outputDir: join(directory, "out"), cacheDir: join(directory, "cache") };
    const compose = join(places.outputDir, "tiny-13-20250131.t.0");
    const doomed = runStream({
      tool: process.execPath,
      args: [join(import.meta.dirname, "doomed-run.fixture.ts"), places.outputDir, places.cacheDir],
    });
    expect((await createInterface(doomed.stdout)[Symbol.asyncIterator]().next()).value).toBe("doomed");
    expect(await diagnosed(places)).toEqual([]);

    doomed.kill();
    await expect(doomed.done).rejects.toThrow(/SIGKILL/);
    const leftovers = await diagnosed(places);
    expect(leftovers.map(({ finding }) => finding.title.replaceAll(directory, ""))).toEqual([
      expect.stringMatching(/^process [0-9]+ \(tar\)$/),
      "mount /out/tiny-13-20250131.t.0/work/mnt/inner",
      "mount /out/tiny-13-20250131.t.0/work/mnt",
      expect.stringMatching(/^loop device \/dev\/loop[0-9]+$/),
      "compose tiny-13-20250131.t.0",
      expect.stringContaining("half-made cache entry /cache/steps/staging/"),
      "half-written files in /cache/debs/0f",
    ]);

    const repaired = await repairLeftovers(leftovers, privilege, signal);
    expect(repaired.filter(({ state }) => state !== "removed")).toEqual([]);
    expect(await diagnosed(places)).toEqual([]);
    expect([...(await mountsHere()), ...(await loopDevicesHere()), ...(await processesHere())]).toEqual([]);
    expect(await readFile(join(compose, "STATUS"), "utf8")).toBe("TERMINATED\n");
    expect((await readdir(compose)).sort()).toEqual(["COMPOSE_ID", "STATUS", "compose", "logs"]);
    expect(await readFile(join(compose, "logs/kept.log"), "utf8")).toBe("kept\n");
    expect(await readdir(join(places.cacheDir, "debs/0f"))).toEqual([]);
  },
);

test.skipIf(!isRoot)(
  "what cannot be removed stays a finding that says why, and the rest is removed",
  async () => {
    const mounted = join(directory, "staging");
    await run({ tool: "mkdir", args: [mounted] });
    await run({ tool: "mount", args: ["-t", "tmpfs", "none", mounted] });
    const finding = { id: "x", state: "left-over", title: "x" } as const;

    const findings = await repairLeftovers(
      [
        { finding, repair: { do: "remove-tree", path: mounted } },
        { finding, repair: { do: "unmount", target: mounted } },
        { finding, repair: { do: "remove-tree", path: mounted } },
        { finding },
      ],
      privilege,
      signal,
    );
    expect(findings.map(({ state }) => state)).toEqual(["left-over", "removed", "removed", "left-over"]);
    expect(findings[0]).toMatchObject({
      detail: expect.stringContaining("tmpfs is mounted"),
      hint: expect.stringContaining("umount"),
    });
    expect(await readdir(directory)).toEqual([]);
  },
);
