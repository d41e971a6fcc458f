import { digestOfBytes } from "@debootc/core/record/digest";
import { markerText } from "@debootc/core/release/release-marker";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { githubApi } from "./github-api.ts";
import { publishRelease, type WantedRelease } from "./publish-release.ts";
import { releaseCalls } from "./release-calls.ts";
import { composeId, releaseScene } from "./release-scene.fixture.ts";

const files = { "disk.raw.part-001": "first", "disk.raw.part-002": "and second", SHA256SUMS: "sums" };
const names = Object.keys(files);
const digest = digestOfBytes("sums");
const path = "/repos/octo/images/releases";

/** Starts a scene, and what publishes a release of three assets there: two parts of a file, and the list. */
async function publishing() {
  const scene = await releaseScene();
  await writeFile(join(scene.directory, "disk.raw"), "firstand second");
  await writeFile(join(scene.directory, "SHA256SUMS"), "sums");
  let start = 0;
  const assets = Object.entries(files).map(([name, content]) => {
    const isPart = name.startsWith("disk");
    const asset = {
      ...{ name, size: content.length, digest: digestOfBytes(content), mediaType: "text/plain" },
      ...{ file: isPart ? "disk.raw" : name, start: isPart ? start : 0 },
    };
    start += content.length;
    return asset;
  });
  const publish = async (
    changes: Partial<WantedRelease> = {},
    { token = scene.token, meanwhile = () => {} } = {},
  ) => {
    using agents = await openHttpAgents({});
    const sleep = async (milliseconds: number) => {
      meanwhile();
      await scene.github.advance(milliseconds);
    };
    const options = {
      ...{ apiUrl: scene.github.url, token, agents, signal: AbortSignal.timeout(60_000), sleep },
      clock: () => new Date(),
    };
    const marker = changes.marker ?? { run: 7, composeId, digest };
    return publishRelease(
      releaseCalls(githubApi(options), "octo/images"),
      {
        ...{ tag: "v1", sha: scene.sha, marker, notes: `Notes\n${markerText(marker)}\n`, prerelease: false },
        ...{ latest: true, directory: scene.directory, assets, ...changes },
      },
      sleep,
    );
  };
  return { ...scene, publish, [Symbol.asyncDispose]: scene[Symbol.asyncDispose] };
}

const published = [{ tag: "v1", draft: false, assets: names }];

test("a release is published as the last step, when GitHub has all of its assets", async () => {
  await using scene = await publishing();
  expect(await scene.publish()).toMatchObject({ tag_name: "v1", draft: false });

  expect(scene.shown()).toEqual(published);
  expect(scene.releases()[0]?.body).toContain("Notes");
  expect(scene.github.ledger.requests.at(-1)?.operation).toBe("repos/update-release");
  expect(scene.repository.tags.get("v1")).toBe(scene.sha);
  expect((await scene.anyone("GET", `${path}/latest`)).body.tag_name).toBe("v1");
});

describe("trouble on the way", () => {
  test.each([
    ["the reply to the draft is lost", "create-release", { do: "lose-reply", times: 1 }],
    ["an upload breaks off", "upload-release-asset", { do: "break-off", skip: 1, times: 2 }],
    ["the reply to an upload is lost", "upload-release-asset", { do: "lose-reply", times: 2 }],
    ["an upload meets a 502", "upload-release-asset", { do: "answer", status: 502, times: 3 }],
    ["a limit is used up", "upload-release-asset", { do: "answer", status: 403, retryAfter: 30, times: 2 }],
    ["each upload has trouble", "upload-release-asset", { do: "break-off", chance: 0.5 }],
    ["the reply to the last step is lost", "update-release", { do: "lose-reply", times: 2 }],
    ["lists do not come", "list-releases", { do: "answer", status: 503, times: 4 }],
  ] as const)("%s: there is one release in the end, and it is whole", async (_, operation, fault) => {
    await using scene = await publishing();
    scene.github.plan([{ on: "request", operation: `repos/${operation}`, ...fault }]);
    await scene.publish();

    expect(scene.shown()).toEqual(published);
    expect(scene.releases()[0]?.assets.size).toBe(names.length);
  });

  test("for good ends the step, what is there stays a draft, and another run goes on with it", async () => {
    await using scene = await publishing();
    scene.github.plan([{ on: "request", operation: "repos/upload-release-asset", do: "break-off", skip: 1 }]);
    await expect(scene.publish()).rejects.toMatchObject({ code: "github-unreachable" });
    expect(scene.shown()).toEqual([{ tag: "v1", draft: true, assets: names.slice(0, 1) }]);

    scene.github.plan([]);
    const before = scene.calls("repos/upload-release-asset").length;
    await scene.publish({ marker: { run: 8, composeId, digest } });
    expect(scene.shown()).toEqual(published);
    expect(scene.calls("repos/upload-release-asset").length - before).toBe(names.length - 1);
  });
});

test("a second run finds its release, and changes nothing", async () => {
  await using scene = await publishing();
  const first = await scene.publish();
  const before = scene.github.ledger.requests.length;
  const again = await scene.publish({ marker: { run: 8, composeId, digest } });

  expect(again.id).toBe(first.id);
  const operations = scene.github.ledger.requests.slice(before).map(({ operation }) => operation);
  expect(operations).toEqual([
    ...["repos/get-release-by-tag", "repos/list-release-assets", "repos/list-release-assets"],
  ]);
});

test("an earlier attempt of the same run with other files gives way", async () => {
  await using scene = await publishing();
  const marker = { run: 7, composeId, digest: digestOfBytes("other") };
  await scene.api("POST", path, { tag_name: "v1", draft: true, body: markerText(marker) });
  await scene.publish();
  expect(scene.shown()).toEqual(published);
});

describe("what is there already", () => {
  const others = markerText({ run: 3, composeId, digest: digestOfBytes("other") });
  test.each([
    ["a release of somebody else", { body: "by hand" }, "there is a release of this tag that somebody else"],
    ["a draft of somebody else", { draft: true }, "there is a draft of this tag that somebody else made"],
    ["a release of another run", { body: others }, `a release of this tag that run 3 made of ${composeId}`],
  ])("%s is left alone, and the step fails", async (_, body, message) => {
    await using scene = await publishing();
    await scene.api("POST", path, { tag_name: "v1", ...body });
    await expect(scene.publish()).rejects.toMatchObject({
      ...{ code: "release-exists", message: expect.stringContaining(message) },
    });
    expect(scene.shown()).toMatchObject([{ assets: [] }]);
  });

  test("a tag at another commit is refused, also when it moved while assets were uploaded", async () => {
    await using scene = await publishing();
    const other = scene.github.push(scene.repository, { author: "mona", files: { a: "b" } });
    const refusal = { code: "release-exists", message: expect.stringContaining(`the tag v1 is at ${other}`) };
    scene.repository.tags.set("v1", other);
    await expect(scene.publish()).rejects.toMatchObject(refusal);
    expect(scene.shown()).toEqual([]);

    scene.repository.tags.delete("v1");
    // It moves while the step waits for the list by which all uploads are verified.
    scene.github.plan([
      { on: "request", operation: "repos/list-release-assets", do: "answer", status: 503, skip: 1 },
    ]);
    const meanwhile = () => {
      scene.repository.tags.set("v1", other);
      scene.github.plan([]);
    };
    await expect(scene.publish({}, { meanwhile })).rejects.toMatchObject(refusal);
    expect(scene.shown()).toMatchObject([{ draft: true }]);
  });
});

test("a job that may not write hears what to write", async () => {
  await using scene = await publishing();
  const token = await scene.tokenFor({ contents: "read" });
  await expect(scene.publish({}, { token })).rejects.toMatchObject({
    ...{ code: "github-refused", hint: expect.stringContaining("Write contents: write below permissions:") },
    message: expect.stringContaining("GitHub answered 403: Resource not accessible by integration"),
  });
  expect(scene.shown()).toEqual([]);
});

test("a prerelease, or a release that is not to be the latest, is not shown as the latest", async () => {
  await using scene = await publishing();
  await scene.publish();
  await scene.publish({ tag: "v2", prerelease: true });
  await scene.publish({ tag: "v3", latest: false });
  expect((await scene.anyone("GET", `${path}/latest`)).body.tag_name).toBe("v1");
  expect(scene.releases().map(({ prerelease }) => prerelease)).toEqual([false, true, false]);
});
