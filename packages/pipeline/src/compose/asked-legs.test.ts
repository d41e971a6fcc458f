import type { Report } from "@debootc/core/event/event";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedLegs } from "./asked-legs.ts";

type Asked = Parameters<typeof askedLegs>[0];

const native = await nativeArchitecture();
const foreign = native === "arm64" ? "amd64" : "arm64";
let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-legs-"));
  await writeFile(join(work.path, "base.yaml"), "ref: base/${basearch}\nsuite: trixie\n");
  await writeFile(
    join(work.path, "compose.yaml"),
    `release: {short: site, name: Site, version: "1"}
variants:
  one: {treefile: base.yaml, arches: [${native}, ${foreign}], metadata: {owner: me}}
  two: {inherits: one, name: Number two, required: false, build: {ref: "two/\${basearch}", packages: [hello]}}
  far: {treefile: base.yaml, arches: [${foreign}], build: {ref: "far/\${basearch}"}}
`,
  );
});
afterAll(() => work[Symbol.asyncDispose]());

async function asked(given: Partial<Asked> & { readonly chosen?: boolean; readonly emulates?: boolean }) {
  const reports: Report[] = [];
  const { chosen = false, emulates = false, ...request } = given;
  const runs = async (architecture: string) =>
    architecture === native ? "natively" : emulates ? "by an emulator" : "not";
  const { legs, ...compose } = await askedLegs(
    { treefile: join(work.path, "compose.yaml"), arch: [native] as never, ...request },
    { chosen, runs },
    (report) => void reports.push(report),
  );
  return {
    ...compose,
    legs,
    reports,
    names: legs.map(({ variant, architecture }) => `${variant}/${architecture}`),
  };
}

describe("of a compose file", () => {
  test("every leg for this machine is composed, and a warning names the others", async () => {
    const { isLone, names, expected, release, reports } = await asked({});

    expect(isLone).toBe(false);
    expect(names).toEqual([`one/${native}`, `two/${native}`]);
    expect(expected).toHaveLength(5);
    expect(release.short).toBe("site");
    expect(reports).toMatchObject([
      { diagnostic: { severity: "warning", message: expect.stringContaining(`far/${foreign}`) } },
    ]);
  });

  test("with an emulator for their architecture, the others are composed too", async () => {
    const { names, reports } = await asked({ emulates: true });

    expect(names).toHaveLength(5);
    expect(reports).toEqual([]);
  });

  test("a leg has its variant's treefile, name, fields and lock", async () => {
    const { legs } = await asked({ variant: ["two"] });

    expect(legs[0]).toMatchObject({
      title: "Number two",
      required: false,
      metadata: { owner: "me" },
      treefile: { ref: `two/${native}`, packages: ["hello"] },
      lockSubject: {
        words: `${join(work.path, "compose.yaml")} --variant two`,
        path: join(work.path, "compose.two.lock.json"),
      },
    });
  });

  test("architectures and variants that a person chose are taken as they are", async () => {
    expect((await asked({ chosen: true, arch: [foreign] as never })).names).toEqual([
      `one/${foreign}`,
      `two/${foreign}`,
      `far/${foreign}`,
    ]);
    await expect(asked({ variant: ["three"] })).rejects.toMatchObject({ code: "usage" });
  });

  test("none for this machine is an error", async () => {
    await expect(asked({ variant: ["far"] })).rejects.toMatchObject({
      code: "usage",
      message: `this machine is ${native}, and none of the legs is for it: far/${foreign}`,
    });
  });

  test("a lock or a previous image is given for one leg only", async () => {
    const lock = "/my.lock.json";

    expect((await asked({ lock, variant: ["one"] })).names).toEqual([`one/${native}`]);
    await expect(asked({ lock })).rejects.toMatchObject({ message: expect.stringContaining("--lock") });
    await expect(asked({ previousImage: placeIn("/out", "latest") })).rejects.toMatchObject({
      message: expect.stringContaining("--previous-image"),
    });
  });
});

describe("a treefile", () => {
  test("is a compose of one leg, with the lock next to it", async () => {
    const { isLone, legs, expected } = await asked({ treefile: join(work.path, "base.yaml") });

    expect(isLone).toBe(true);
    expect(expected).toMatchObject([{ variant: "base", architecture: native, required: true }]);
    expect(legs[0]?.lockSubject.path).toBe(join(work.path, "base.lock.json"));
  });

  test("has the variant that the matrix names for it, and one architecture at a time", async () => {
    const treefile = join(work.path, "base.yaml");

    expect((await asked({ treefile, variant: ["base"] })).names).toEqual([`base/${native}`]);
    await expect(asked({ treefile, variant: ["base", "other"] })).rejects.toMatchObject({
      ...{ code: "usage", message: `${treefile} is a treefile, whose only variant is base` },
    });
    await expect(asked({ treefile, arch: [native, foreign] as never })).rejects.toMatchObject({
      code: "usage",
    });
  });
});
