import { sha256, type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type LockScene,
  makeSceneKeys,
  openLockScene,
  refusalOf,
  type SceneKeys,
} from "./lock-scene.fixture.ts";

const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
  { name: "docs", version: "1" },
];

let keys: SceneKeys;
let scene: LockScene;

beforeAll(async () => {
  keys = await makeSceneKeys();
});
afterAll(() => keys[Symbol.asyncDispose]());
beforeEach(async () => {
  scene = await openLockScene(keys, packages);
});
afterEach(() => scene[Symbol.asyncDispose]());

describe("what was chosen before", () => {
  test("is taken over when the indexes are the same, for which only Release files are asked", async () => {
    const first = await scene.resolveOrReuse();
    scene.server.requests.length = 0;

    const second = await scene.resolveOrReuse();

    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.section).toEqual(first.section);
    expect(scene.server.requests.map(({ path }) => path)).toEqual(["/dists/trixie/InRelease"]);
  });

  test("is what resolving anew gives", async () => {
    await scene.resolveOrReuse();

    expect((await scene.resolveOrReuse()).section).toEqual((await scene.resolve()).section);
  });

  test("brings back its warnings, those of missing suites and of loose trust among them", async () => {
    const treefile = { excludePackages: ["no-such-package"] };
    const sources = [
      scene.source({
        suites: ["trixie", "trixie-updates"],
        optionalSuites: ["trixie-updates"],
        checkValidUntil: false,
      }),
    ];
    const first = await scene.resolveOrReuse(treefile, sources);
    const second = await scene.resolveOrReuse(treefile, sources);

    expect(second.reused).toBe(true);
    expect(linesOf(second.warnings)).toEqual(linesOf(first.warnings));
    for (const told of ["no-such-package", "no suite trixie-updates", "however old its index is"]) {
      expect(second.warnings).toContain(told);
    }
  });
});

describe("apt chooses anew", () => {
  test("when an index has changed", async () => {
    await scene.resolveOrReuse();
    await nextSecond();
    const newer = packages.map((one) => (one.name === "nginx" ? { ...one, version: "1.28-1" } : one));
    await writeTestSuite({ directory: scene.archive, suite: "trixie", packages: newer, key: keys.key });

    const { reused, section } = await scene.resolveOrReuse();

    expect(reused).toBe(false);
    expect(section.packages.find(({ name }) => name === "nginx")?.version).toBe("1.28-1");
    expect((await scene.resolveOrReuse()).reused).toBe(true);
  });

  test.each([
    ["another package", { packages: ["nginx", "docs"] }],
    ["an exclusion", { excludePackages: ["docs"] }],
    ["recommended packages", { recommends: true }],
  ])("when the treefile asks for %s", async (_, treefile) => {
    await scene.resolveOrReuse();

    expect((await scene.resolveOrReuse(treefile)).reused).toBe(false);
  });

  test("when there is another source", async () => {
    await scene.resolveOrReuse();
    await writeTestSuite({
      directory: join(scene.archive, "more"),
      suite: "any",
      packages: [],
      key: keys.key,
    });
    const more = scene.source({ id: "more", uris: [`${scene.server.url}/more`], suites: ["any"] });

    expect((await scene.resolveOrReuse({}, [scene.source(), more])).reused).toBe(false);
  });

  test("when a source has no Release file to tell its index by", async () => {
    const flat = join(scene.archive, "flat");
    await mkdir(flat);
    const stanza = `Package: mine\nVersion: 1\nArchitecture: all\nFilename: ./mine.deb\nSize: 3\nSHA256: ${sha256("deb")}\n`;
    await writeFile(join(flat, "Packages"), stanza);
    const { signedBy: _signedBy, ...unsigned } = scene.source({
      id: "mine",
      uris: [`file:${flat}`],
      suites: ["./"],
      components: [],
      trusted: true,
    });
    const resolve = () => scene.resolveOrReuse({ packages: ["mine"] }, [scene.source(), unsigned]);

    expect([(await resolve()).reused, (await resolve()).reused]).toEqual([false, false]);
  });

  test("when the Release file of the last time was damaged in the cache", async () => {
    const first = await scene.resolveOrReuse();
    for (const entry of await readdir(scene.cache, { recursive: true, withFileTypes: true })) {
      if (!entry.name.endsWith("InRelease")) continue;
      const file = join(entry.parentPath, entry.name);
      await writeFile(file, (await readFile(file, "utf8")).replace("Origin: Test", "Origin: Best"));
    }

    expect((await scene.resolveOrReuse()).section).toEqual(first.section);
  });
});

describe("trust is refused, though the same was chosen before", () => {
  test("for an index that has expired since", async () => {
    const validUntil = new Date(Date.now() + 3000);
    await writeTestSuite({ directory: scene.archive, suite: "trixie", packages, key: keys.key, validUntil });
    await scene.resolveOrReuse();
    await sleep(validUntil.getTime() - Date.now() + 1100);

    const error = await refusalOf(scene.resolveOrReuse());

    expect(error.code).toBe("trust-refused");
    expect(error.message).toContain("is expired");
  });

  test("for a source whose key is another one now", async () => {
    await scene.resolveOrReuse();

    const error = await refusalOf(
      scene.resolveOrReuse({}, [scene.source({ signedBy: keys.stranger.publicKey })]),
    );

    expect(error.code).toBe("trust-refused");
  });
});

test("a mirror that cannot be asked is an error, whatever was chosen before", async () => {
  await scene.resolveOrReuse();
  scene.server.plan = () => ({ kind: "status", status: 503 });

  expect((await refusalOf(scene.resolveOrReuse())).code).toBe("mirror-unreachable");
});

function linesOf(text: string): string[] {
  return text.split("\n").filter(Boolean).sort();
}

/** HTTP knows times of whole seconds: a file changed within one looks unchanged. */
function nextSecond(): Promise<void> {
  return sleep(1100);
}
