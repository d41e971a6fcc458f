import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { commitDirectory, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { readSigners } from "@debootc/tools/ostree/ostree-signing";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { makeUpgradeRepository, served } from "./make-upgrade-repository.ts";

const signal = new AbortController().signal;
const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-upgrade-"));

/** A compose with a real repository of one commit. */
async function composed(directory: string, name: string, timestamp: string): Promise<LegOfCompose> {
  const [repo, tree] = [join(directory, `${name}-repo`), join(directory, `${name}-tree`)];
  // What makes a tree bootable.
  await mkdir(join(tree, "usr/lib/modules/6.12"), { recursive: true });
  await writeFile(join(tree, "usr/lib/modules/6.12/vmlinuz"), "a kernel");
  await writeFile(join(tree, "usr/name"), name);
  await initRepository(repo, "archive");
  const found = legOfCompose(name, { timestamp });
  const checksum = await commitDirectory({
    repo,
    directory: tree,
    ref: found.ref,
    subject: name,
    parent: undefined,
    version: undefined,
    timestamp: Date.parse(timestamp) / 1000,
    rootOwned: true,
    signal,
  });
  return { ...found, commit: { checksum, repo, bootable: true } };
}

test("the genuine repository leads from the old commit to the new one, the forged one to a stranger's newer one", async () => {
  await using parent = await temporaryDirectory();
  const directory = join(parent.path, "served");
  const from = await composed(parent.path, "old", "2026-11-22T10:00:00Z");
  const to = await composed(parent.path, "new", "2026-11-23T10:00:00Z");

  await makeUpgradeRepository({ from, to, directory, now: new Date(), signal });

  const [genuine, forged] = [join(directory, served.genuine), join(directory, served.forged)];
  const ostree = async (repo: string, ...args: string[]) =>
    (await run({ tool: "ostree", args: [`--repo=${repo}`, ...args] })).stdout.trim();

  expect([...(await readRefs(genuine))]).toEqual([[to.ref, to.commit.checksum]]);
  expect(await ostree(genuine, "cat", from.commit.checksum, "/usr/name")).toBe("old");
  expect(await ostree(genuine, "static-delta", "list")).toBe(`${from.commit.checksum}-${to.commit.checksum}`);
  expect(await ostree(genuine, "summary", "--view")).toContain(to.commit.checksum);
  expect(await readSigners(genuine, to.commit.checksum)).toEqual([]);

  const [[name, checksum] = ["", ""]] = [...(await readRefs(forged))];
  expect(name).toBe(to.ref);
  expect(checksum).not.toBe(to.commit.checksum);
  expect(await readSigners(forged, checksum)).toHaveLength(1);
  expect(await ostree(forged, "cat", checksum, "/usr/name")).toBe("new");
  expect(await ostree(forged, "show", checksum)).toContain("Date:  2026-11-23 10:00:01 +0000");
  expect(await ostree(forged, "summary", "--view")).toContain(checksum);
});
