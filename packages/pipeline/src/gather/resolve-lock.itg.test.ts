import type { Pin } from "@debootc/core/debian/pin";
import type { LockSection } from "@debootc/core/lock/lock";
import {
  bytesOf,
  poolPath,
  sha256,
  type TestPackage,
  writeTestSuite,
} from "@debootc/tools/apt/test-archive.fixture";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const hour = 3600_000;
const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes", "Pre-Depends": "awk" } },
  { name: "mawk", version: "1.3", fields: { Provides: "awk", Source: "mawk-src (1.2)" } },
  { name: "nginx", version: "1.26-3", fields: { Depends: "libssl (>= 3)", Recommends: "docs" } },
  { name: "libssl", version: "1:3.0~rc1+b2" },
  { name: "docs", version: "1" },
  { name: "needs-newer", version: "1", fields: { Depends: "libssl (>= 1:4)" } },
  { name: "refuses-nginx", version: "1", fields: { Conflicts: "nginx" } },
  { name: "exim", version: "4", fields: { Provides: "mta" } },
  { name: "postfix", version: "3", fields: { Provides: "mta" } },
];

const given = lockScenes(packages);

describe("a lock", () => {
  test("has exactly the essential set, the wanted packages and their dependencies", async () => {
    const { section } = await given.scene.resolve();

    expect(namesIn(section)).toEqual(["base-files", "libssl", "mawk", "nginx"]);
    const libssl = packages[3] as TestPackage;
    expect(section.packages[1]).toEqual({
      name: "libssl",
      version: "1:3.0~rc1+b2",
      architecture: "amd64",
      source: "libssl",
      sourceVersion: "1:3.0~rc1+b2",
      sha256: `sha256:${sha256(bytesOf(libssl))}`,
      size: 1000,
      filename: poolPath(libssl),
      sourceId: "debian",
    });
    expect(section.packages[2]).toMatchObject({ source: "mawk-src", sourceVersion: "1.2" });
  });

  test("records the signed index with its dates", async () => {
    const date = new Date("2026-01-02T03:04:05Z");
    const validUntil = new Date(Math.floor(Date.now() / 1000) * 1000 + hour);
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages,
      key: given.keys.key,
      date,
      validUntil,
    });

    const { section } = await given.scene.resolve();

    expect(section.indexes).toEqual([
      {
        sourceId: "debian",
        suite: "trixie",
        digest: `sha256:${sha256(await readFile(join(given.scene.archive, "dists/trixie/InRelease")))}`,
        date: "2026-01-02T03:04:05Z",
        validUntil: validUntil.toISOString().replace(".000Z", "Z"),
        checkValidUntil: true,
        trusted: false,
      },
    ]);
  });

  test("has recommended packages only when the treefile wants them", async () => {
    expect(namesIn((await given.scene.resolve({ recommends: true })).section)).toContain("docs");
  });

  test("leaves out what exclude-packages names, and says when a name there means nothing", async () => {
    const { section, warnings } = await given.scene.resolve({
      recommends: true,
      excludePackages: ["docs", "dosc"],
    });

    expect(namesIn(section)).not.toContain("docs");
    expect(warnings).toContain("exclude-packages names dosc, but there is no such package");
    expect(warnings).not.toContain("recommended");
  });

  test("takes the newest version of all sources, and says from which", async () => {
    const newer = [{ name: "nginx", version: "1.26-3+deb13u1", fields: { Depends: "libssl" } }];
    await writeTestSuite({
      directory: join(given.scene.archive, "sec"),
      suite: "trixie-security",
      packages: newer,
      key: given.keys.key,
    });
    const security = given.scene.source({
      id: "debian-security",
      uris: [`${given.scene.server.url}/sec`],
      suites: ["trixie-security"],
    });

    const { section } = await given.scene.resolve({}, [given.scene.source(), security]);

    expect(section.packages.find(({ name }) => name === "nginx")).toMatchObject({
      version: "1.26-3+deb13u1",
      sourceId: "debian-security",
    });
    expect(section.indexes.map(({ suite }) => suite)).toEqual(["trixie", "trixie-security"]);
  });

  test("takes the versions that pins prefer, the first pin that fits", async () => {
    const newer = [{ name: "nginx", version: "1.28", fields: { Depends: "libssl" } }];
    const directory = join(given.scene.archive, "next");
    await writeTestSuite({ directory, suite: "forky", packages: newer, key: given.keys.key });
    const next = given.scene.source({
      id: "next",
      uris: [`${given.scene.server.url}/next`],
      suites: ["forky"],
    });
    const versionWith = async (...pins: Pin[]) => {
      const { section } = await given.scene.resolve({ pins }, [given.scene.source(), next]);
      return section.packages.find(({ name }) => name === "nginx")?.version;
    };
    const old = { package: "ngin*", pin: "version 1.26*", priority: 1001 };

    expect(await versionWith()).toBe("1.28");
    expect(await versionWith(old)).toBe("1.26-3");
    expect(await versionWith({ package: "*", pin: "release n=forky", priority: 100 })).toBe("1.26-3");
    expect(await versionWith({ package: "nginx", pin: "version *", priority: 500 }, old)).toBe("1.28");
  });

  test("warns of pins that can match nothing", async () => {
    const { warnings } = await given.scene.resolve({
      pins: [
        { package: "ngingx nginx", pin: "release n=trixie", priority: 500 },
        { package: "*", pin: "release n=trixi, o=Test", priority: 500 },
      ],
    });

    expect(warnings.trim().split("\n")).toEqual([
      "pins names ngingx, but there is no such package",
      "the pin `release n=trixi, o=Test` refers to a suite that no source has",
    ]);
  });

  test("gives apt's own explanation if a pin forbids what is wanted", async () => {
    const pins = [{ package: "libssl", pin: "version *", priority: -1 }];

    const { code, message } = await refusalOf(given.scene.resolve({ pins }));

    expect(code).toBe("dependency-unmet");
    expect(message).toMatch(/apt says: [^]*libssl/);
  });

  test("takes nothing as essential from a source that is not Debian's", async () => {
    const pushy = [{ name: "pushy", version: "1", fields: { Essential: "yes" } }];
    await writeTestSuite({
      directory: join(given.scene.archive, "other"),
      suite: "stable",
      packages: pushy,
      key: given.keys.key,
    });
    const other = given.scene.source({
      id: "other",
      uris: [`${given.scene.server.url}/other`],
      suites: ["stable"],
    });

    expect(namesIn((await given.scene.resolve({}, [given.scene.source(), other])).section)).not.toContain(
      "pushy",
    );
  });
});

describe("indexes of an earlier run", () => {
  test("are asked for only when they changed", async () => {
    const before = await given.scene.resolve();
    given.scene.server.requests.length = 0;

    const after = await given.scene.resolve();

    expect(after.section).toEqual(before.section);
    expect(new Set(given.scene.server.requests.map(({ path }) => path))).toEqual(
      new Set(["/dists/trixie/InRelease"]),
    );
  });

  test("are replaced when the archive changed", async () => {
    await given.scene.resolve();
    const newer = packages.map((one) => (one.name === "nginx" ? { ...one, version: "1.28" } : one));
    await nextSecond();
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages: newer,
      key: given.keys.key,
      date: new Date(),
    });

    const { section } = await given.scene.resolve();

    expect(section.packages.find(({ name }) => name === "nginx")?.version).toBe("1.28");
  });

  test.each([/_Packages$/, /_InRelease$/])(
    "are fetched anew when the cache was tampered with: %s",
    async (pattern) => {
      const { cache } = given.scene;
      const before = await given.scene.resolve();
      const [place = ""] = await readdir(cache);
      const name = (await readdir(join(cache, place))).find((one) => pattern.test(one)) ?? "";
      const file = join(cache, place, name);
      await writeFile(file, (await readFile(file, "utf8")).replaceAll(/nginx|Origin: Test/g, "forged"));

      expect((await given.scene.resolve()).section).toEqual(before.section);
    },
  );

  test("are shared by concurrent runs", async () => {
    const sections = await Promise.all([given.scene.resolve(), given.scene.resolve(), given.scene.resolve()]);

    expect(new Set(sections.map(({ section }) => JSON.stringify(section))).size).toBe(1);
  });
});

describe("packages that cannot be installed", () => {
  test.each([
    [
      "treefile wants needs-newer -> depends libssl (>= 1:4) -> trixie has libssl 1:3.0~rc1+b2",
      ["needs-newer"],
      [],
    ],
    ["treefile wants nginx -> depends libssl (>= 3) -> excluded by exclude-packages", ["nginx"], ["libssl"]],
    [
      "treefile wants refuses-nginx -> conflicts with nginx -> but treefile wants nginx",
      ["nginx", "refuses-nginx"],
      [],
    ],
    [
      "treefile wants ngnix: there is no such package in trixie for amd64; did you mean nginx?",
      ["ngnix"],
      [],
    ],
    ["treefile wants mta: only other packages provide it; choose one of: exim, postfix", ["mta"], []],
    [
      "exclude-packages names packages without which Debian does not work: base-files",
      ["nginx"],
      ["base-files"],
    ],
  ])("are explained: %s", async (message, wanted, excludePackages) => {
    const error = await refusalOf(given.scene.resolve({ packages: wanted, excludePackages }));

    expect([error.code, error.exitStatus]).toEqual(["dependency-unmet", 31]);
    expect([error.message, ...error.diagnostics.map((one) => one.message)].join("\n")).toContain(message);
  });

  test("are looked for in the other components", async () => {
    const otherComponents = { "non-free-firmware": [{ name: "firmware", version: "1" }] };
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages,
      key: given.keys.key,
      otherComponents,
    });

    const error = await refusalOf(given.scene.resolve({ packages: ["firmware"] }));

    expect(error.message).toContain("firmware is in the component non-free-firmware");
    expect(error.hint).toContain("non-free-firmware");
  });

  test("are not asked of a component or an architecture the suite lacks", async () => {
    expect(
      (await refusalOf(given.scene.resolve({}, [given.scene.source({ components: ["mian"] })]))).message,
    ).toContain("has no component mian; it has: main");
    expect((await refusalOf(given.scene.resolve({ architecture: "arm64" }))).message).toContain(
      "has no packages for the architecture arm64",
    );
  });
});

function namesIn({ packages }: LockSection): string[] {
  return packages.map(({ name }) => name);
}

/** HTTP knows times of whole seconds: a file changed within one looks unchanged. */
function nextSecond(): Promise<void> {
  return sleep(1100);
}
