import type { Report } from "@debootc/core/event/event";
import { lockedOf, sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { lockText } from "@debootc/core/lock/lock-text";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedLocks } from "./asked-locks.ts";

type Asked = Parameters<typeof askedLocks>[0];

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-locks-"));
  await writeFile(join(work.path, "base.yaml"), "ref: base/${basearch}\nsuite: trixie\n");
  await writeFile(
    join(work.path, "compose.yaml"),
    `release: {short: site, name: Site, version: "1"}
variants:
  one: {treefile: base.yaml, arches: [amd64, riscv64]}
  two: {inherits: one, build: {ref: "two/\${basearch}", packages: [hello]}}
  far: {treefile: base.yaml, arches: [riscv64], build: {ref: "far/\${basearch}"}}
`,
  );
});
afterAll(() => work[Symbol.asyncDispose]());

async function asked(given: Partial<Asked> & { readonly chosen?: boolean }) {
  const reports: Report[] = [];
  const { chosen = false, ...request } = given;
  const locks = await askedLocks(
    { treefile: join(work.path, "compose.yaml"), arch: ["amd64"], update: false, ...request },
    { chosen },
    (report) => void reports.push(report),
  );
  return locks.map(({ variant, path, treefiles }) => ({
    variant,
    path: path.replace(`${work.path}/`, ""),
    legs: treefiles.map(({ ref, architecture }) => `${ref} for ${architecture}`),
  }));
}

describe("of a compose file", () => {
  test("each variant gets one lockfile, with all its architectures, whatever machine this is", async () => {
    expect(await asked({})).toEqual([
      {
        variant: "one",
        path: "compose.one.lock.json",
        legs: ["base/amd64 for amd64", "base/riscv64 for riscv64"],
      },
      {
        variant: "two",
        path: "compose.two.lock.json",
        legs: ["two/amd64 for amd64", "two/riscv64 for riscv64"],
      },
      { variant: "far", path: "compose.far.lock.json", legs: ["far/riscv64 for riscv64"] },
    ]);
  });

  test("only the variants and architectures that a person chose are locked", async () => {
    expect(await asked({ variant: ["two"], arch: ["riscv64"], chosen: true })).toEqual([
      { variant: "two", path: "compose.two.lock.json", legs: ["two/riscv64 for riscv64"] },
    ]);
    expect((await asked({ chosen: true })).map(({ variant }) => variant)).toEqual(["one", "two"]);
  });

  test("a word that chooses nothing is refused with those that there are", async () => {
    await expect(asked({ variant: ["three"] })).rejects.toMatchObject({
      code: "usage",
      message: 'there is no variant "three"; there is one, two, far',
    });
    await expect(asked({ arch: ["arm64"], chosen: true })).rejects.toMatchObject({ code: "usage" });
  });

  test("--lock is for one variant", async () => {
    expect(await asked({ variant: ["far"], lock: "/my.lock.json" })).toMatchObject([
      { variant: "far", path: "/my.lock.json" },
    ]);
    await expect(asked({ lock: "/my.lock.json" })).rejects.toMatchObject({
      code: "usage",
      message: "--lock names the lock of one variant, but there are 3",
      hint: "Choose one of one, two, far with --variant, or leave out --lock.",
    });
  });
});

describe("a treefile", () => {
  const treefile = () => join(work.path, "base.yaml");

  test("has one lockfile next to it, for each architecture once", async () => {
    expect(await asked({ treefile: treefile(), arch: ["amd64", "riscv64", "amd64"] })).toEqual([
      {
        variant: undefined,
        path: "base.lock.json",
        legs: ["base/amd64 for amd64", "base/riscv64 for riscv64"],
      },
    ]);
  });

  test("has no variants to choose", async () => {
    await expect(asked({ treefile: treefile(), variant: ["base"] })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("no variants"),
    });
  });

  test("is updated for every architecture that its lock has, unless some are chosen", async () => {
    const lock = join(work.path, "three.lock.json");
    const section = sectionOf(treefileOf(), { packages: [lockedOf("bash", "5", { architecture: "all" })] });
    const architectures = { riscv64: section, amd64: section };
    await writeFile(lock, lockText({ architectures }));
    const given = { treefile: treefile(), lock, arch: ["amd64" as const] };

    expect(await asked({ ...given, update: true })).toMatchObject([
      { legs: ["base/amd64 for amd64", "base/riscv64 for riscv64"] },
    ]);
    expect(await asked({ ...given, update: true, chosen: true })).toMatchObject([
      { legs: ["base/amd64 for amd64"] },
    ]);
    expect(await asked(given)).toMatchObject([{ legs: ["base/amd64 for amd64"] }]);
    await expect(asked({ ...given, update: true, chosen: true, arch: ["arm64"] })).rejects.toMatchObject({
      hint: expect.stringMatching(/debootc lock .*base\.yaml --lock .*three\.lock\.json --arch arm64$/),
    });
  });
});
