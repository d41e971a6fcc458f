import { mkdtemp, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeBootCompletion } from "./place-boot-completion.ts";
import { RootDirectory } from "../../tree/root-directory.ts";

const units = "/usr/lib/systemd/system";
let base: string;
let root: RootDirectory;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "debootc-completion-"));
  root = new RootDirectory(base);
  await placeBootCompletion(root);
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe("the guest's part of boot counting", () => {
  test("everything lies in /usr, so that an upgrade replaces it", async () => {
    expect(await root.list("/")).toEqual(["usr"]);
  });

  test("its script can be run, and every unit runs that one", async () => {
    const script = "/usr/lib/debootc/boot-trial";

    expect((await root.stat(script))?.mode).toBe(0o100755);
    for (const service of ["debootc-boot-complete.service", "debootc-boot-failed.service"]) {
      expect(await root.readText(`${units}/${service}`)).toMatch(
        new RegExp(`^ExecStart=${script} \\w+$`, "m"),
      );
    }
  });

  test.each([
    "default.target.wants/debootc-boot-complete.service",
    "sysinit.target.wants/debootc-boot-failed.timer",
  ])("%s leads to a unit", async (link) => {
    const target = await readlink(await root.hostPath(`${units}/${link}`));

    expect(await root.exists(join(units, dirname(link), target))).toBe(true);
  });

  test("a boot is judged only when the machine id was saved, or could not be", async () => {
    const text = (await root.readText(`${units}/debootc-boot-complete.service`)) ?? "";

    expect(text).toMatch(/^After=.*\bsystemd-machine-id-commit\.service\b/m);
  });

  test.each(["boot-complete.target.d", "emergency.service.d"])("what %s starts is a unit", async (dropIn) => {
    const text = (await root.readText(`${units}/${dropIn}/10-debootc.conf`)) ?? "";
    const names = [...text.matchAll(/debootc-[\w-]+\.service/g)].map(([name]) => name);

    expect(names).toHaveLength(1);
    for (const name of names) expect(await root.exists(`${units}/${name}`)).toBe(true);
  });
});
