import type { Fault } from "@debootc/tools/http/fault-server.fixture";
import { sha256, type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
];

const given = lockScenes(packages);

type SuiteChanges = Partial<Parameters<typeof writeTestSuite>[0]>;

async function publish(changes: SuiteChanges, key = given.keys.key): Promise<void> {
  await rm(join(given.scene.archive, "dists"), { recursive: true });
  await writeTestSuite({ directory: given.scene.archive, suite: "trixie", packages, key, ...changes });
}

async function refused() {
  const error = await refusalOf(given.scene.resolve());
  expect(error.message).toMatch(/\bdebian\b/);
  expect(error.hint).toBeTruthy();
  // oxlint-disable-next-line no-control-regex
  expect(error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  return error;
}

describe("a signed Release file is refused that", () => {
  const without = (text: string) => text.replace(/SHA256:\n(?: .*\n)*/, "");

  test.each([
    [
      "gives only MD5 and SHA-1 of its indexes, not SHA-256",
      "hashes-weak",
      (text: string) =>
        `${without(text)}MD5Sum:\n ${"0".repeat(32)} 5 main/binary-amd64/Packages\nSHA1:\n ${"0".repeat(40)} 5 main/binary-amd64/Packages\n`,
    ],
    [
      "gives only SHA-512 of its indexes, not SHA-256",
      "hashes-weak",
      (text: string) => `${without(text)}SHA512:\n ${"0".repeat(128)} 5 main/binary-amd64/Packages\n`,
    ],
    ["gives no hashes of its indexes", "hashes-weak", without],
    [
      'has the Valid-Until "whenever", which is not a date',
      "index-invalid",
      (text: string) => `Valid-Until: whenever\n${text}`,
    ],
    [
      'has the Valid-Until "Sat, 12 Sep 99999 07:55:41 UTC", which is not a date',
      "index-invalid",
      (text: string) => `Valid-Until: Sat, 12 Sep 99999 07:55:41 UTC\n${text}`,
    ],
    [
      'has the field "Date" more than once',
      "index-invalid",
      (text: string) => text.replace(/^Date: .*\n/m, "$&$&"),
    ],
    [
      "has no readable Date",
      "trust-refused",
      (text: string) => text.replace(/^Date: .*$/m, "Date: yesterday"),
    ],
  ] as const)("%s", async (message, code, changeRelease) => {
    await publish({ changeRelease });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual([code, 9]);
    expect(error.message).toContain(`source debian (${given.scene.server.url} trixie)`);
    expect(error.message).toContain(message);
  });
});

describe("the entry of a wanted package is refused by what is wrong in it:", () => {
  const filename = (value: string) => (text: string) =>
    text.replace("Filename: pool/main/nginx_1.26-3_amd64.deb", value);
  const nginx = (pattern: RegExp, value: string) => (text: string) => {
    const at = text.indexOf("Package: nginx");
    return text.slice(0, at) + text.slice(at).replace(pattern, value);
  };

  test.each([
    ['a Filename that is "pool/../../x.deb"', filename("Filename: pool/../../x.deb")],
    ['a Filename that is "/etc/passwd", an absolute path', filename("Filename: /etc/passwd")],
    ["an address instead of a path", filename("Filename: http://evil.example.org/x.deb")],
    ["which has the character '", filename("Filename: pool/a'b.deb")],
    ['which has the character "', filename('Filename: pool/a"b.deb')],
    ["which has control characters", filename("Filename: pool/a.deb\r")],
    ["which has control characters", filename("Filename: pool/a.deb\r\n other.deb")],
    ["which has control characters", filename("Filename: pool/\u001b]0;owned\u0007.deb")],
    ["gives a Filename that is empty", filename("Filename:")],
    ["gives a Filename that is empty", filename("Filename:   ")],
    ["gives no Filename", filename("X-Filename: pool/x.deb")],
    ["gives the field Filename 2 times", filename("Filename: pool/x.deb\nFilename: pool/y.deb")],
    ["gives the field SHA256 2 times", nginx(/^SHA256:.*\n/m, `$&SHA256: ${"0".repeat(64)}\n`)],
    ['gives the Size "99999999999999"', nginx(/^Size:.*$/m, "Size: 99999999999999")],
    ['gives the Version "1/../../2"', nginx(/^Version:.*$/m, "Version: 1/../../2")],
  ])("%s %#", async (message, changeIndex) => {
    await publish({ changeIndex });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["index-invalid", 9]);
    expect(error.message).toContain("source debian, suite trixie: the index gives");
    expect(error.message).toContain(message);
    expect(error.message).toContain("for nginx");
  });

  test("a SHA-256 that is missing", async () => {
    await publish({ changeIndex: nginx(/^SHA256:.*$/m, `MD5sum: ${"0".repeat(32)}`) });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["trust-refused", 9]);
    expect(error.message).toContain("the index gives no SHA256, only MD5sum for nginx 1.26-3");
  });

  test("the entry of a package that nobody wants does not matter", async () => {
    const other = "\nPackage: other\nVersion: 1\nFilename: ../../x\n";
    await publish({ changeIndex: (text) => text + other });

    expect((await given.scene.resolve()).section.packages.map(({ name }) => name)).toContain("nginx");
  });
});

describe("an index is refused that apt cannot read:", () => {
  test.each([
    ["without the field Package", (text: string) => `${text}\nVersion: 1\n`],
    ["an entry of other without the field Version", (text: string) => `${text}\nPackage: other\n`],
    ['the package name "../../etc/x"', (text: string) => `${text}\nPackage: ../../etc/x\nVersion: 1\n`],
    ['the package name "x\\u001b[31m"', (text: string) => `${text}\nPackage: x\u001b[31m\nVersion: 1\n`],
    ["lines that end in CR LF", (text: string) => text.replaceAll("\n", "\r\n")],
  ])("%s", async (message, changeIndex) => {
    await publish({ changeIndex });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["index-invalid", 9]);
    expect(error.message).toContain(
      `source debian (${given.scene.server.url} trixie) main/binary-amd64/Packages has`,
    );
    expect(error.message).toContain(message);
  });
});

describe("an archive that is too large is refused by its name", () => {
  const times = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index)).join("\n");

  test.each([
    [
      "more than 10000 versions of x",
      (text: string) => `${text}\n${times(10_001, (n) => `Package: x\nVersion: ${n}\n`)}`,
    ],
    [
      "an entry of 5000",
      (text: string) => `${text}\nPackage: x\nVersion: 1\nDepends: ${"a, ".repeat(1_666_700)}a\n`,
    ],
    [
      "an index of packages of more than 256.0 MB",
      (text: string) => `${text}\nPackage: x\nVersion: 1\nX: ${"y".repeat(300_000_000)}\n`,
    ],
  ])("for an index: %s", { timeout: 60_000 }, async (message, changeIndex) => {
    await publish({ changeIndex });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["index-too-large", 32]);
    expect(error.message).toContain(`source debian (${given.scene.server.url} trixie)`);
    expect(error.message).toContain(message);
  });

  test.each([
    ["more than 10.0 MB", { kind: "endless" }],
    ["400 MB", { kind: "endless", announced: 400_000_000 }],
  ] as const)("for a Release file of %s", async (size, fault: Fault) => {
    given.scene.server.plan = (path) => (path.endsWith("/InRelease") ? fault : undefined);

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["index-too-large", 32]);
    expect(error.message).toBe(
      `source debian (${given.scene.server.url} trixie) delivers a Release file of ${size}, but at most 10.0 MB are read`,
    );
  });
});

describe("a server that does not come to an end is named", () => {
  test.each(["header", "body"] as const)("a %s that drips", async (part) => {
    given.scene.server.plan = (path) => (path.endsWith("/InRelease") ? { kind: "drip", part } : undefined);

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toBe(
      `source debian (${given.scene.server.url} trixie) is too slow: almost nothing arrived for 4 s`,
    );
  });

  test("an index that never ends", async () => {
    given.scene.server.plan = (path) => (path.includes("Packages") ? { kind: "endless" } : undefined);

    const error = await refused();

    expect(error.exitStatus).toBe(32);
    expect(error.message).toContain(`source debian (${given.scene.server.url}`);
  });

  test("a header of ten million bytes", { timeout: 60_000 }, async () => {
    given.scene.server.plan = () => ({ kind: "long-header", bytes: 10_000_000 });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toContain(`source debian (${given.scene.server.url}`);
    expect(error.message).toContain("an HTTP header that is longer than apt reads");
  });
});

describe("apt's own program dies while it reads an archive", () => {
  test("once: it is asked again", async () => {
    given.scene.server.plan = (path, attempt) =>
      path.endsWith("/InRelease") && attempt === 0 ? { kind: "crash" } : undefined;

    expect((await given.scene.resolve()).section.packages.map(({ name }) => name)).toContain("nginx");
  });

  test("each time: the archive is named", async () => {
    given.scene.server.plan = () => ({ kind: "crash" });

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toBe(
      `source debian (${given.scene.server.url} trixie) cannot be read: apt's own program for http died twice while it read it (Sub-process http received a segmentation fault)`,
    );
  });
});

describe("a server that leads elsewhere is named", () => {
  test.each(["file:///etc/passwd", "ftp://evil.example.org/x", "copy:/etc/passwd"])(
    "%s",
    async (location) => {
      given.scene.server.plan = () => ({ kind: "redirect", location });

      const error = await refused();

      expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
      expect(error.message).toContain(
        `source debian (${given.scene.server.url} trixie) cannot be read: Redirection from`,
      );
    },
  );

  test("a file by its hash with other bytes", async () => {
    await publish({ changeRelease: (text) => `Acquire-By-Hash: yes\n${text}` });
    const directory = join(given.scene.archive, "dists/trixie/main/binary-amd64");
    const content = await readFile(join(directory, "Packages.gz"));
    await mkdir(join(directory, "by-hash/SHA256"), { recursive: true });
    await writeFile(join(directory, "by-hash/SHA256", sha256(content)), content);
    given.scene.server.plan = (path) => (path.includes("/by-hash/") ? { kind: "corrupt" } : undefined);

    const error = await refused();

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toContain("does not deliver what its signed index promises");
  });
});
