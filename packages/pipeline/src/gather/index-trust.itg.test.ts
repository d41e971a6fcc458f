import { makeSigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { sha256, type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const hour = 3600_000;
const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
];

const given = lockScenes(packages);

describe("trust is refused", () => {
  const suite = { suite: "trixie", packages };

  test.each([
    ["is not signed", {}],
    ["which is not among the keys given for it", { signer: "stranger" }],
    ["is expired", { signer: "key", validUntil: new Date(Date.now() - hour) }],
    ["is not valid yet", { signer: "key", date: new Date(Date.now() + 5 * hour) }],
    ["answers with the release bookworm", { signer: "key", codename: "bookworm" }],
  ] as const)("%s", async (message, { signer, ...changes }: { signer?: "key" | "stranger" }) => {
    await rm(join(given.scene.archive, "dists"), { recursive: true });
    const signed = signer === undefined ? {} : { key: given.keys[signer] };
    await writeTestSuite({ ...suite, directory: given.scene.archive, ...changes, ...signed });

    const error = await refusalOf(given.scene.resolve());

    expect([error.code, error.exitStatus]).toEqual(["trust-refused", 9]);
    expect(error.message).toContain("source debian (");
    expect(error.message).toContain(message);
    expect(error.hint).toBeTruthy();
  });

  test("for an index changed after signing", async () => {
    const file = join(given.scene.archive, "dists/trixie/InRelease");
    await writeFile(file, (await readFile(file, "utf8")).replace("Origin: Test", "Origin: Best"));

    expect((await refusalOf(given.scene.resolve())).message).toContain("does not match its signature");
  });

  test("for a key that has expired", async () => {
    const old = await makeSigningKey(join(given.keys.directory, `old-${Date.now()}`), { days: 10 });
    await writeTestSuite({ ...suite, directory: given.scene.archive, key: old });

    const error = await refusalOf(given.scene.resolve({}, [given.scene.source({ signedBy: old.publicKey })]));
    await old.dispose();

    expect(error.code).toBe("trust-refused");
    expect(error.message).toContain(`${old.fingerprint.slice(-16)}, which has expired`);
  });

  test("for a newly signed index, though an older good one is cached", async () => {
    await given.scene.resolve();
    await nextSecond();
    await writeTestSuite({
      ...suite,
      directory: given.scene.archive,
      key: given.keys.stranger,
      date: new Date(),
    });

    expect((await refusalOf(given.scene.resolve())).code).toBe("trust-refused");
  });

  test("for a source whose key is missing", async () => {
    const error = await refusalOf(
      given.scene.resolve({}, [given.scene.source({ signedBy: join(given.keys.directory, "none.asc") })]),
    );

    expect(error.code).toBe("trust-refused");
    expect(error.message).toContain("the key file");
  });
});

describe("a treefile may weaken trust", () => {
  test("for an index out of date, which is reported and recorded", async () => {
    const validUntil = new Date(Date.now() - hour);
    await writeTestSuite({
      directory: given.scene.archive,
      suite: "trixie",
      packages,
      key: given.keys.key,
      validUntil,
    });

    const { section, warnings } = await given.scene.resolve({}, [
      given.scene.source({ checkValidUntil: false }),
    ]);

    expect(section.indexes[0]).toMatchObject({ checkValidUntil: false });
    expect(warnings).toContain("source debian is accepted however old its index is");
  });

  test("for a flat directory without signature or Release file", async () => {
    const flat = join(given.scene.archive, "flat repository");
    await mkdir(flat);
    await writeFile(
      join(flat, "Packages"),
      `Package: mine\nVersion: 1\nArchitecture: all\nFilename: ./mine.deb\nSize: 3\nSHA256: ${sha256("deb")}\n`,
    );
    const { signedBy: _signedBy, ...unsigned } = given.scene.source({
      id: "mine",
      suites: ["./"],
      components: [],
      trusted: true,
    });

    for (const uri of [`file:${flat}`.replace(" ", "%20"), `${given.scene.server.url}/flat%20repository`]) {
      const { section, warnings } = await given.scene.resolve({ packages: ["mine"] }, [
        given.scene.source(),
        { ...unsigned, uris: [uri] },
      ]);

      expect(section.packages.find(({ name }) => name === "mine")).toMatchObject({
        filename: "./mine.deb",
        sourceId: "mine",
      });
      expect(section.indexes[1]).toMatchObject({
        sourceId: "mine",
        trusted: true,
        date: "1970-01-01T00:00:00Z",
      });
      expect(warnings).toContain("source mine is accepted without any signature");
    }
  });
});

describe("a mirror", () => {
  test("may lack updates and security, which is reported", async () => {
    const suites = ["trixie", "trixie-updates"];
    const { section, warnings } = await given.scene.resolve({}, [
      given.scene.source({ suites, optionalSuites: ["trixie-updates"] }),
    ]);

    expect(section.indexes.map(({ suite }) => suite)).toEqual(["trixie"]);
    expect(warnings).toContain("the mirror has no suite trixie-updates");
  });

  test("that lacks the suite itself is refused", async () => {
    const error = await refusalOf(
      given.scene.resolve({ suite: "forky" }, [given.scene.source({ suites: ["forky"] })]),
    );

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toBe(`source debian (${given.scene.server.url} forky) has no suite forky`);
  });

  test("that is overloaded for a moment is waited for", async () => {
    given.scene.server.plan = (_path, attempt) => (attempt < 1 ? { kind: "status", status: 503 } : undefined);

    expect((await given.scene.resolve()).section.packages.map(({ name }) => name)).toContain("nginx");
  });

  test.each([
    ["503 Service Unavailable", { kind: "status", status: 503 }],
    ["timed out", { kind: "stall", after: 10 }],
    ["closed connection", { kind: "truncate", after: 10 }],
  ] as const)("in lasting trouble is named: %s", async (message, fault) => {
    given.scene.server.plan = () => fault;

    const error = await refusalOf(given.scene.resolve());

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message.replaceAll(/ +/g, " ")).toContain(message);
  });

  test("that lies about the packages it has is named", async () => {
    given.scene.server.plan = (path) => (path.includes("Packages") ? { kind: "corrupt" } : undefined);

    const error = await refusalOf(given.scene.resolve());

    expect(error.code).toBe("mirror-unreachable");
    expect(error.message).toContain("does not deliver what its signed index promises: Hash Sum mismatch");
  });

  test("that does not exist is named", async () => {
    const error = await refusalOf(
      given.scene.resolve({}, [given.scene.source({ uris: ["http://127.0.0.1:1"] })]),
    );

    expect(error.code).toBe("mirror-unreachable");
    expect(error.message).toContain("Connection refused");
  });
});

/** HTTP knows times of whole seconds: a file changed within one looks unchanged. */
function nextSecond(): Promise<void> {
  return sleep(1100);
}
