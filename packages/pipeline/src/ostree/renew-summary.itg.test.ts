import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseSummaryRefs } from "@debootc/core/ostree/summary-refs";
import { expect, test } from "vitest";
import { dependencies, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { renewSummary } from "./renew-summary.ts";
import { summaryState } from "./summary-state.ts";

const renew = ({ repo }: OstreeScene, keys: readonly string[] = [], unsigned = false) =>
  renewSummary({ repo, gpgKeyFile: [...keys], unsigned, json: false }, dependencies());
const viewed = async (scene: OstreeScene) => parseSummaryRefs(await scene.ostree("summary", "--view"));

test("clients are shown every ref with its commit, and none of the former commits", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" });
  const other = await scene.commit({ b: "1" }, { ref: "site/other" });
  await scene.ostree("refs", `--create=debootc-history:${ref}/__000001`, other);

  expect(await renew(scene)).toEqual({ repo: scene.repo, refs: 2, signed: [] });

  expect([...(await viewed(scene))]).toEqual([
    [ref, first],
    ["site/other", other],
  ]);
});

test("a summary is absent, current, stale after a commit, and current once it is renewed", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" }, { hour: 1 });

  expect(await summaryState(scene.repo)).toBe("absent");
  await renew(scene);
  expect(await summaryState(scene.repo)).toBe("current");
  await scene.commit({ a: "2" }, { hour: 2 });
  expect(await summaryState(scene.repo)).toBe("stale");
  await renew(scene);
  expect(await summaryState(scene.repo)).toBe("current");
});

test("a summary that lists a ref which is gone is stale", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  await scene.commit({ b: "1" }, { ref: "site/other" });
  await renew(scene);
  await scene.ostree("refs", "--delete", "site/other");

  expect(await summaryState(scene.repo)).toBe("stale");
});

test("every key that is given signs the summary", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const keys = [await scene.key("first"), await scene.key("second")];

  const { signed } = await renew(
    scene,
    keys.map(({ secretFile }) => secretFile),
  );

  expect(signed).toEqual(keys.map(({ fingerprint }) => fingerprint));
  const signature = await readFile(join(scene.repo, "summary.sig"));
  expect(keys.map(({ fingerprint }) => signature.includes(Buffer.from(fingerprint, "hex")))).toEqual([
    true,
    true,
  ]);
});

test("a signed summary is not replaced by one without a signature unless that is asked for", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" }, { hour: 1 });
  const key = await scene.key("admin");
  await renew(scene, [key.secretFile]);
  const signature = await readFile(join(scene.repo, "summary.sig"));
  await scene.commit({ a: "2" }, { hour: 2 });

  await expect(renew(scene)).rejects.toMatchObject({
    code: "usage",
    hint: expect.stringContaining("--unsigned"),
  });
  expect(await readFile(join(scene.repo, "summary.sig"))).toEqual(signature);
  expect(await summaryState(scene.repo)).toBe("stale");

  await renew(scene, [], true);
  expect(await readdir(scene.repo)).not.toContain("summary.sig");
  expect(await summaryState(scene.repo)).toBe("current");
});

test("a summary that could not be signed leaves the one before in its place", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" }, { hour: 1 });
  const [key, expired] = [await scene.key("admin"), await scene.key("expired", { days: 30 })];
  await renew(scene, [key.secretFile]);
  const before = await readFile(join(scene.repo, "summary"));
  await scene.commit({ a: "2" }, { hour: 2 });

  await expect(renew(scene, [expired.secretFile])).rejects.toMatchObject({ code: "trust-refused" });

  expect(await readFile(join(scene.repo, "summary"))).toEqual(before);
  expect((await readdir(join(scene.repo, "tmp"))).filter((name) => name.startsWith("debootc-"))).toEqual([]);
});

test("summaries that are written within one second are a second apart for HTTP, and so are their signatures", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const { secretFile } = await scene.key("admin");
  const dates: number[][] = [];
  for (let turn = 0; turn < 3; turn++) {
    await renew(scene, [secretFile]);
    const files = ["summary", "summary.sig"].map((name) => stat(join(scene.repo, name)));
    dates.push((await Promise.all(files)).map(({ mtimeMs }) => mtimeMs / 1000));
  }
  const [first = 0] = dates[0] ?? [];
  expect(dates).toEqual([first, first + 1, first + 2].map((seconds) => [seconds, seconds]));
});
