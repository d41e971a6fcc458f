import { digestOfBytes } from "@debootc/core/record/digest";
import { readTar } from "@debootc/core/tar/read-tar";
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { composeArtifact, zipOf } from "../gather/compose-artifact.fixture.ts";
import { pumpArtifacts } from "../gather/pump-artifacts.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { retryRun } from "../runs/steer.ts";
import { chunksOf } from "../storage/storage-contract.fixture.ts";
import { assets, composeId, releaseScene, releaseTask } from "./release-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a release", () => {
  test("has the images, SBOMs, locks and records of its compose, published once all are there", async () => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    await scene.run(10);

    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
    expect(await statesOf(scene.database, id)).toEqual({
      ...{ run: "COMPLETED", "a/amd64": "COMPLETED", release: "COMPLETED" },
    });
    const events = scene.github.ledger.requests.map(({ operation }) => operation);
    expect(events.at(-1)).toBe("repos/update-release");
  });

  test("lists the digests of its files, and says in its notes what is in it and how to install it", async () => {
    await using scene = await releaseScene();
    await scene.composed();
    await scene.run(10);
    const [release] = scene.releases();
    const contents = new Map(
      [...(release?.assets.values() ?? [])].map(({ name, content }) => [name, content]),
    );

    const sums = contents.get("SHA256SUMS")?.toString().trimEnd().split("\n") ?? [];
    expect(sums).toHaveLength(assets.length - 1);
    for (const line of sums) {
      const [hex, name = ""] = line.split("  ");
      expect(digestOfBytes(contents.get(name) ?? "")).toBe(`sha256:${hex}`);
    }
    expect(release?.body).toMatch(
      /first release[^]*\| `a\/amd64` \| `13.1`[^]*gh release download v1 --repo acme\/os/,
    );
    expect(release?.body).toContain(
      `bootc switch --transport oci-archive ${composeId}-a-amd64.oci.tar:latest`,
    );
  });

  test("has the ostree repository of each leg as an archive, with what a client pulls and nothing else", async () => {
    await using scene = await releaseScene();
    await scene.composed();
    await scene.run(10);
    const asset = [...(scene.releases()[0]?.assets.values() ?? [])].find(({ name }) =>
      name.endsWith(".ostree.tar"),
    );
    const found: string[] = [];
    for await (const { entry } of readTar(chunksOf(asset?.content ?? Buffer.alloc(0))))
      found.push(entry.type === "directory" ? `${entry.path}/` : entry.path);
    expect(found.toSorted()).toEqual(
      [
        ...["config", "refs/", "refs/heads/", "refs/heads/os/", "refs/heads/os/a", "refs/remotes/"],
        ...["objects/", "objects/cc/", `objects/cc/${"c".repeat(62)}.commit`],
        ...["objects/dd/", `objects/dd/${"d".repeat(62)}.filez`],
      ].toSorted(),
    );
    expect(scene.releases()[0]?.body).toContain(`${composeId}-a-amd64.ostree.tar`);
  });

  test("says which packages changed since the one before", async () => {
    await using scene = await releaseScene();
    await scene.composed();
    await scene.run(10);
    await scene.composed({ tag: "v2", content: await composeArtifact({ version: "1.0-2" }) });
    await scene.run(10);

    expect(scene.releases()[1]?.body).toMatch(
      /changes since `v1`[^]*\| `dash` \| upgraded \| `1.0-1` \| `1.0-2` \|/,
    );
  });

  test("divides a file that is too large for an asset, and says how its parts are put together", async () => {
    await using scene = await releaseScene();
    await scene.composed({ content: await composeArtifact({ blob: randomBytes(2_500_000) }) });
    await scene.run(10);
    const [release] = scene.releases();
    const named = new Map([...(release?.assets.values() ?? [])].map(({ name, content }) => [name, content]));
    const file = `${composeId}-a-amd64.oci.tar`;

    expect([...named.keys()].filter((name) => name.startsWith(file))).toEqual([
      ...[1, 2, 3].map((part) => `${file}.part-00${part}`),
      `${file}.parts.json`,
    ]);
    const whole = Buffer.concat(
      [1, 2, 3].map((part) => named.get(`${file}.part-00${part}`) ?? Buffer.alloc(0)),
    );
    const manifest = JSON.parse(named.get(`${file}.parts.json`)?.toString() ?? "");
    expect(manifest).toMatchObject({ file, size: whole.length, digest: digestOfBytes(whole) });
    expect(named.get("SHA256SUMS")?.toString()).toContain(`${digestOfBytes(whole).slice(7)}  ${file}\n`);
    expect(release?.body).toContain(`cat ${file}.part-* >${file}`);
  });

  test("leaves nothing in the hub's work directory", async () => {
    await using scene = await releaseScene();
    await scene.composed();
    await scene.run(10);
    expect(await readdir(join(scene.directory, "work"))).toEqual([]);
  });
});

describe("an asset whose upload fails", () => {
  test.each([
    ["breaks off", { do: "break-off", times: 2 }],
    ["meets a 502", { do: "answer", status: 502, times: 3 }],
    ["loses its reply", { do: "lose-reply", times: 2 }],
    ["is not taken at all", { do: "refuse", times: 2 }],
    ["meets a limit", { do: "answer", status: 403, retryAfter: 30, times: 1 }],
  ] as const)("because it %s is there in the end, once and whole", async (_, fault) => {
    await using scene = await releaseScene();
    await scene.composed();
    scene.github.plan([{ on: "request", operation: "repos/upload-release-asset", skip: 2, ...fault }]);
    await scene.run(120);

    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
    for (const { state } of scene.releases()[0]?.assets.values() ?? []) expect(state).toBe("uploaded");
  });

  test("for good fails the task, and what is there stays a draft", async () => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    scene.github.plan([{ on: "request", operation: "repos/upload-release-asset", do: "break-off", skip: 2 }]);
    await scene.run(60_000, {}, 1000);

    expect(scene.shown()).toMatchObject([{ draft: true }]);
    expect(await releaseTask(scene, id)).toMatchObject({
      ...{ state: "FAILED", failure: { code: "github-unreachable" } },
    });

    scene.github.plan([]);
    const cause = { cause: "api", actor: "ada", at: scene.clock() };
    await scene.database.queries.transaction().execute((trx) => retryRun(trx, id, cause));
    await scene.run(10);
    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
  });
});

describe("a release whose tag", () => {
  test.each([
    ["a release", false],
    ["a draft", true],
  ])("has %s of somebody else is refused by its name, and nothing is made", async (what, draft) => {
    await using scene = await releaseScene();
    const body = { tag_name: "v1", body: "by hand", draft };
    const installation = scene.github.state().installations.keys().next().value ?? 0;
    const path = "/repos/acme/os/releases";
    await scene.call({ method: "POST", path, installation, cost: "content", body });
    const { id } = await scene.composed();
    await scene.run(30);

    expect(scene.shown()).toEqual([{ tag: "v1", draft, assets: [] }]);
    expect(await releaseTask(scene, id)).toMatchObject({
      state: "FAILED",
      failure: {
        code: "release-exists",
        message: expect.stringMatching(
          `cannot release v1: there is ${what} of this tag that somebody else made`,
        ),
      },
    });
  });
});

test("a release whose tag has moved since it was composed is not published", async () => {
  await using scene = await releaseScene();
  const { id } = await scene.composed();
  const { tags, branches } = scene.repository;
  tags.set("v1", scene.github.push(scene.repository, { author: "ada", files: { "other.txt": "other" } }));
  await scene.run(100);
  expect(scene.shown()).toMatchObject([{ tag: "v1", draft: true }]);
  expect(await releaseTask(scene, id)).toMatchObject({
    state: "FAILED",
    failure: {
      code: "verification-differs",
      message: `the tag v1 is at ${branches.get("main")}, but ${scene.sha} was composed`,
    },
  });

  tags.set("v1", scene.sha);
  const cause = { cause: "api", actor: "ada", at: scene.clock() };
  await scene.database.queries.transaction().execute((trx) => retryRun(trx, id, cause));
  await scene.run(10);
  expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
});

describe("an artifact", () => {
  const failure = async (
    change: (scene: Awaited<ReturnType<typeof releaseScene>>) => void,
    content?: Buffer,
  ) => {
    await using scene = await releaseScene();
    const { id } = await scene.composed({ content });
    change(scene);
    await scene.run(300);
    expect(scene.shown()).toEqual([]);
    return releaseTask(scene, id);
  };

  test("that is missing, expired, doubled or unfit fails the release by name, and nothing is made", async () => {
    expect(await failure(({ repository }) => repository.artifacts.clear())).toMatchObject({
      failure: {
        code: "artifact-missing",
        message: "there is no artifact leg-a-amd64: its run has none of that name",
      },
    });
    expect(await failure(({ github }) => void github.advance(91 * 86_400_000))).toMatchObject({
      failure: { code: "artifact-missing" },
    });
    const twice = ({ repository, github }: Awaited<ReturnType<typeof releaseScene>>) => {
      const [one] = repository.artifacts.values();
      github.addArtifact(repository, one?.runId ?? 0, { name: "leg-a-amd64", content: Buffer.from("") });
    };
    expect(await failure(twice)).toMatchObject({
      failure: { code: "artifact-unfit", message: expect.stringContaining("2 artifacts called leg-a-amd64") },
    });
    expect(await failure(() => {}, await zipOf({ "log.txt": Buffer.from("") }))).toMatchObject({
      failure: { code: "artifact-unfit" },
    });
  });

  test("that the storage cannot read for a while is neither removed nor given up", async () => {
    await using scene = await releaseScene();
    const { storage } = scene;
    await scene.composed();
    let failures = 3;
    const failing: typeof storage = {
      ...storage,
      get: async (digest, range) => {
        if (failures-- > 0) throw new Error("the connection ended");
        return storage.get(digest, range);
      },
    };
    while (failures > 0) {
      await pumpArtifacts({ ...scene.fetching, storage: failing });
      await scene.github.advance(10_000);
    }
    expect(
      await scene.database.queries.selectFrom("artifact").select(["state", "failure"]).execute(),
    ).toEqual([{ state: "wanted", failure: null }]);
    expect((await Array.fromAsync(storage.list())).length).toBe(1);
    await scene.run(60);
    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
  });

  test("that the storage has lost is fetched again", async () => {
    await using scene = await releaseScene();
    await scene.composed();
    scene.github.plan([
      { on: "request", operation: "repos/create-release", do: "answer", status: 502, times: 2 },
    ]);
    await scene.run(0);
    for await (const { digest } of scene.storage.list()) await scene.storage.delete(digest);
    await scene.run(60);
    expect(scene.shown()).toEqual([{ tag: "v1", draft: false, assets }]);
  });
});
