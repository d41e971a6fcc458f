import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { poolPath, type TestPackage } from "@debootc/tools/apt/test-archive.fixture";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArchiveScene, openArchiveScene } from "../archive-scene.fixture.ts";

const essential: TestPackage = { name: "base-files", version: "13", fields: { Essential: "yes" } };
const nginx = (
  version: string,
  fields: Record<string, string> = { Depends: "libssl (>= 3)" },
): TestPackage => ({
  ...{ name: "nginx", version, fields },
});
const libssl = (version: string): TestPackage => ({ name: "libssl", version });
const base = [essential, nginx("1.26-1"), libssl("3.0-1")];

let scene: ArchiveScene;
beforeEach(async () => {
  scene = await openArchiveScene();
  await scene.write("a.yaml", "ref: a/x\nsuite: trixie\npackages: [nginx]\nSOURCES\n");
});
afterEach(() => scene[Symbol.asyncDispose]());

async function locked(main: readonly TestPackage[], security: readonly TestPackage[] = []): Promise<void> {
  await scene.publish("trixie", main);
  await scene.publish("trixie-security", security);
  await scene.lock("a.yaml");
}

const update = () => scene.lock("a.yaml", { update: true, securityOnly: true });
const section = async () => (await scene.read("a.lock.json"))!.architectures["amd64"]!;
const packages = async () => (await section()).packages;
const versions = async () => (await packages()).map(({ name, version }) => `${name} ${version}`);
const found = async (name: string): Promise<LockedPackage | undefined> =>
  (await packages()).find((one) => one.name === name);

test("only what a security suite has newer is updated, to its version there", async () => {
  await locked(base);
  const before = await found("nginx");
  await scene.publish("trixie", [
    essential,
    nginx("1.28-1"),
    libssl("3.2-1"),
    nginx("1.26-1"),
    libssl("3.0-1"),
  ]);
  await scene.publish("trixie-security", [libssl("3.0-1+deb13u1")]);

  const { locks } = await update();

  expect(await versions()).toEqual(["base-files 13", "libssl 3.0-1+deb13u1", "nginx 1.26-1"]);
  expect(await found("libssl")).toMatchObject({ sourceId: "debian-security" });
  expect(await found("nginx")).toEqual(before);
  expect(locks[0]?.architectures[0]?.changes).toMatchObject([
    { name: "libssl", change: "upgraded", to: { sourceId: "debian-security" } },
  ]);
});

test("a security suite that has nothing newer changes nothing", async () => {
  await locked(base, [libssl("2.9-1")]);
  const before = await readFile(join(scene.directory, "a.lock.json"), "utf8");
  await scene.publish("trixie", [
    essential,
    nginx("1.28-1"),
    libssl("3.2-1"),
    nginx("1.26-1"),
    libssl("3.0-1"),
  ]);
  await scene.publish("trixie-security", [libssl("3.0-1~bpo")]);

  expect((await update()).locks[0]).toMatchObject({ changed: false });
  expect(await readFile(join(scene.directory, "a.lock.json"), "utf8")).toBe(before);
});

test("the index of the suite that kept its packages stays in the lock, that of security is the new one", async () => {
  await locked(base);
  const [main, security] = (await section()).indexes;
  await scene.publish("trixie", base);
  await scene.publish("trixie-security", [libssl("3.0-1+deb13u1")]);

  await update();

  const now = (await section()).indexes;
  expect(now[0]).toEqual(main);
  expect(now[1]).toMatchObject({ suite: "trixie-security" });
  expect(now[1]?.digest).not.toBe(security?.digest);
});

describe("a locked version that its archive does not list any more", () => {
  const gone = async () => {
    const old = [essential, await scene.built(nginx("1.26-1")), await scene.built(libssl("3.0-1"))];
    await locked(old);
    const before = await packages();
    await scene.publish("trixie", [essential, nginx("1.28-1"), libssl("3.2-1")]);
    await scene.publish("trixie-security", [libssl("3.0-1+deb13u1")]);
    return { old, before };
  };

  test("is kept by its digest where the archive still has its file", async () => {
    const { before } = await gone();

    await update();

    expect(await versions()).toEqual(["base-files 13", "libssl 3.0-1+deb13u1", "nginx 1.26-1"]);
    expect(await found("nginx")).toEqual(before.find(({ name }) => name === "nginx"));
    expect((await section()).indexes.map(({ sourceId }) => sourceId)).toEqual(["debian", "debian-security"]);
  });

  test("is kept from the cache where the archive has no file either", async () => {
    const { old } = await gone();
    await update();
    const nginxDeb = join(scene.directory, "archive/debian", poolPath(old[1]!));
    await rm(nginxDeb);
    await scene.publish("trixie-security", [libssl("3.0-1+deb13u2")]);

    await update();

    expect(await versions()).toEqual(["base-files 13", "libssl 3.0-1+deb13u2", "nginx 1.26-1"]);
  });

  test("is an error with its name and what to do where nobody has it, and the lock stays", async () => {
    const { old, before } = await gone();
    await rm(join(scene.directory, "archive/debian", poolPath(old[1]!)));

    await expect(update()).rejects.toMatchObject({
      code: "mirror-unreachable",
      message: expect.stringContaining("nginx 1.26-1"),
      hint: expect.stringMatching(/cannot be kept.*debootc lock .*a\.yaml --update$/),
    });
    expect(await packages()).toEqual(before);
  });
});

test("a version that an archive rebuilt is kept with its locked bytes", async () => {
  const old = await scene.built(nginx("1.26-1"));
  await locked([essential, old, libssl("3.0-1")]);
  const before = await found("nginx");
  await scene.publish("trixie-security", [libssl("3.0-1+deb13u1")]);
  // Another archive would have it at another place; this one lists other bytes for the same version.
  const lies = {
    ...nginx("1.26-1"),
    fields: { Depends: "libssl (>= 3)", "Installed-Size": "7" },
    bytes: 1234,
  };
  await scene.publish("trixie", [essential, lies, libssl("3.0-1")]);
  await scene.restore(old);

  await update();

  expect(await found("nginx")).toEqual(before);
  expect(await found("libssl")).toMatchObject({ version: "3.0-1+deb13u1" });
});

describe("what a security update newly needs", () => {
  test("is added, with all else as it was", async () => {
    await locked(base);
    await scene.publish("trixie", [...base, { name: "brotli", version: "1" }, nginx("1.28-1")]);
    await scene.publish("trixie-security", [nginx("1.26-1+deb13u1", { Depends: "libssl (>= 3), brotli" })]);

    await update();

    expect(await versions()).toEqual(["base-files 13", "brotli 1", "libssl 3.0-1", "nginx 1.26-1+deb13u1"]);
    expect(await found("brotli")).toMatchObject({ sourceId: "debian" });
  });

  test("is let go where it is locked, and then it is what apt prefers", async () => {
    await locked(base);
    await scene.publish("trixie", [...base, libssl("3.2-1"), nginx("1.28-1")]);
    await scene.publish("trixie-security", [nginx("1.26-1+deb13u1", { Depends: "libssl (>= 3.1)" })]);

    const { warnings } = await update();

    expect(await versions()).toEqual(["base-files 13", "libssl 3.2-1", "nginx 1.26-1+deb13u1"]);
    expect(warnings).toMatchObject([
      { code: "security-needs-more", message: expect.stringMatching(/not kept: libssl 3\.0-1$/) },
    ]);
  });

  test("replaces a locked package that it excludes", async () => {
    await locked(base);
    await scene.publish("trixie", [...base, { name: "libtls", version: "1" }]);
    await scene.publish("trixie-security", [
      nginx("1.26-1+deb13u1", { Depends: "libtls", Conflicts: "libssl" }),
    ]);

    const { warnings } = await update();

    expect(await versions()).toEqual(["base-files 13", "libtls 1", "nginx 1.26-1+deb13u1"]);
    expect(warnings).toMatchObject([{ message: expect.stringMatching(/not kept: libssl 3\.0-1$/) }]);
  });

  test("is refused where nobody has it, in apt's words", async () => {
    await locked(base);
    await scene.publish("trixie-security", [nginx("1.26-1+deb13u1", { Depends: "libssl (>= 9)" })]);

    await expect(update()).rejects.toMatchObject({
      code: "dependency-unmet",
      message: expect.stringMatching(/cannot take the security updates[^]*libssl \(>= 9\)/),
      hint: expect.stringMatching(/debootc lock .*a\.yaml --update$/),
    });
  });
});

test("pins of the treefile do not move what is locked", async () => {
  await locked(base);
  await scene.write(
    "a.yaml",
    "ref: a/x\nsuite: trixie\npackages: [nginx]\npins: [{package: nginx, pin: version 1.2*, priority: 1500}]\nSOURCES\n",
  );
  await scene.lock("a.yaml");
  await scene.publish("trixie", [...base, nginx("1.28-1")]);
  await scene.publish("trixie-security", [libssl("3.0-1+deb13u1")]);

  await update();

  expect(await versions()).toEqual(["base-files 13", "libssl 3.0-1+deb13u1", "nginx 1.26-1"]);
});

test("a lock that no longer fits its treefile is refused", async () => {
  await locked(base);
  await scene.write("a.yaml", "ref: a/x\nsuite: trixie\npackages: [nginx, libssl]\nSOURCES\n");

  await expect(update()).rejects.toMatchObject({
    code: "lock-stale",
    message: expect.stringContaining("packages added: libssl"),
  });
});

test("sources without a security suite are refused, with the suites that they have", async () => {
  await scene.write("a.yaml", "ref: a/x\nsuite: trixie\npackages: [nginx]\nMAIN-SOURCE\n");
  await scene.publish("trixie", base);
  await scene.lock("a.yaml");

  await expect(update()).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(/no source of trixie for amd64 has a security suite; they have trixie$/),
  });
});
