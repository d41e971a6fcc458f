import { sha256, type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
  { name: "docs", version: "1" },
];

const given = lockScenes(packages);

describe("what was chosen before", () => {
  test("is reused if the indexes are the same, which takes only Release files", async () => {
    const first = await given.scene.resolveOrReuse();
    given.scene.server.requests.length = 0;

    const second = await given.scene.resolveOrReuse();

    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.section).toEqual(first.section);
    expect(given.scene.server.requests.map(({ path }) => path)).toEqual(["/dists/trixie/InRelease"]);
  });

  test("counts as reused where the indexes are gone, although apt has to choose again to know it", async () => {
    const first = await given.scene.resolveOrReuse();
    await rm(given.scene.cache, { recursive: true });

    const second = await given.scene.resolveOrReuse();

    expect(second.reused).toBe(true);
    expect(second.section).toEqual(first.section);
  });

  test("is the same as a new resolution", async () => {
    await given.scene.resolveOrReuse();

    expect((await given.scene.resolveOrReuse()).section).toEqual((await given.scene.resolve()).section);
  });

  test("repeats its warnings, including those about missing suites and loose trust", async () => {
    const treefile = { excludePackages: ["no-such-package"] };
    const sources = [
      given.scene.source({
        suites: ["trixie", "trixie-updates"],
        optionalSuites: ["trixie-updates"],
        checkValidUntil: false,
      }),
    ];
    const first = await given.scene.resolveOrReuse(treefile, sources);
    const second = await given.scene.resolveOrReuse(treefile, sources);

    expect(second.reused).toBe(true);
    expect(linesOf(second.warnings)).toEqual(linesOf(first.warnings));
    for (const told of ["no-such-package", "no suite trixie-updates", "however old its index is"]) {
      expect(second.warnings).toContain(told);
    }
  });
});

describe("apt chooses again", () => {
  test("when relations that do not hold are to be judged otherwise", async () => {
    await given.scene.resolveOrReuse({ closureCheck: "lenient" });

    expect((await given.scene.resolveOrReuse({ closureCheck: "fatal" })).reused).toBe(false);
  });

  test("when an index has changed", async () => {
    await given.scene.resolveOrReuse();
    await nextSecond();
    const newer = packages.map((one) => (one.name === "nginx" ? { ...one, version: "1.28-1" } : one));
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages: newer,
      key: given.keys.key,
    });

    const { reused, section } = await given.scene.resolveOrReuse();

    expect(reused).toBe(false);
    expect(section.packages.find(({ name }) => name === "nginx")?.version).toBe("1.28-1");
    expect((await given.scene.resolveOrReuse()).reused).toBe(true);
  });

  test.each([
    ["another package", { packages: ["nginx", "docs"] }],
    ["an exclusion", { excludePackages: ["docs"] }],
    ["recommended packages", { recommends: true }],
  ])("when the treefile asks for %s", async (_, treefile) => {
    await given.scene.resolveOrReuse();

    expect((await given.scene.resolveOrReuse(treefile)).reused).toBe(false);
  });

  test("when there is another source", async () => {
    await given.scene.resolveOrReuse();
    await writeTestSuite({
      directory: join(given.scene.archive, "more"),
      suite: "any",
      packages: [],
      key: given.keys.key,
    });
    const more = given.scene.source({
      id: "more",
      uris: [`${given.scene.server.url}/more`],
      suites: ["any"],
    });

    expect((await given.scene.resolveOrReuse({}, [given.scene.source(), more])).reused).toBe(false);
  });

  test("when a source has no Release file to tell its index by", async () => {
    const flat = join(given.scene.archive, "flat");
    await mkdir(flat);
    const offer = (version: string) =>
      writeFile(
        join(flat, "Packages"),
        `Package: mine\nVersion: ${version}\nArchitecture: all\nFilename: ./mine.deb\nSize: 3\nSHA256: ${sha256("deb")}\n`,
      );
    const { signedBy: _signedBy, ...unsigned } = given.scene.source({
      id: "mine",
      uris: [`file:${flat}`],
      suites: ["./"],
      components: [],
      trusted: true,
    });
    const resolve = () =>
      given.scene.resolveOrReuse({ packages: ["mine"] }, [given.scene.source(), unsigned]);
    await offer("1");
    const first = await resolve();
    await nextSecond();
    await offer("2");

    const second = await resolve();

    expect([first.reused, second.reused]).toEqual([false, false]);
    expect(second.section.packages.find(({ name }) => name === "mine")?.version).toBe("2");
  });

  test("when the Release file of the last time was damaged in the cache", async () => {
    const first = await given.scene.resolveOrReuse();
    for (const entry of await readdir(given.scene.cache, { recursive: true, withFileTypes: true })) {
      if (!entry.name.endsWith("InRelease")) continue;
      const file = join(entry.parentPath, entry.name);
      await writeFile(file, (await readFile(file, "utf8")).replace("Origin: Test", "Origin: Best"));
    }

    expect((await given.scene.resolveOrReuse()).section).toEqual(first.section);
  });
});

describe("trust is refused, though the same was chosen before", () => {
  test("for an index that has expired since", async () => {
    const validUntil = new Date(Date.now() + 3000);
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages,
      key: given.keys.key,
      validUntil,
    });
    await given.scene.resolveOrReuse();
    await sleep(validUntil.getTime() - Date.now() + 1100);

    const error = await refusalOf(given.scene.resolveOrReuse());

    expect(error.code).toBe("trust-refused");
    expect(error.message).toContain("is expired");
  });

  test("for a source whose key is another one now", async () => {
    await given.scene.resolveOrReuse();

    const error = await refusalOf(
      given.scene.resolveOrReuse({}, [given.scene.source({ signedBy: given.keys.stranger.publicKey })]),
    );

    expect(error.code).toBe("trust-refused");
  });
});

test("an unreachable mirror is an error, whatever was chosen before", async () => {
  await given.scene.resolveOrReuse();
  given.scene.server.plan = () => ({ kind: "status", status: 503 });

  expect((await refusalOf(given.scene.resolveOrReuse())).code).toBe("mirror-unreachable");
});

function linesOf(text: string): string[] {
  return text.split("\n").filter(Boolean).sort();
}

/** HTTP knows times of whole seconds: a file changed within one looks unchanged. */
function nextSecond(): Promise<void> {
  return sleep(1100);
}
