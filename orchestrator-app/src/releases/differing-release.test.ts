import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import type { CallGitHub, GitHubAnswer, GitHubCall } from "../github/call.ts";
import { assets, type ReleaseScene, releaseScene, releaseTask } from "./release-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a release of which GitHub keeps to differ", () => {
  /** Lets calls pass, and counts the uploads; `change` sees what is asked for, and may change the answer. */
  const watched = (
    scene: ReleaseScene,
    change: (one: GitHubCall, answer: GitHubAnswer) => GitHubAnswer | Promise<GitHubAnswer>,
  ) => {
    const counted = { uploads: 0 };
    const call: CallGitHub = async (one) => {
      if (one.upload !== undefined) counted.uploads++;
      return change(one, await scene.call(one));
    };
    return { call, counted };
  };

  test("in its assets is given up after some tries, and its uploads with it", async () => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    const { call, counted } = watched(scene, ({ method, path }, answer) => {
      if (method !== "GET" || !/\/assets\?/.test(path)) return answer;
      const list = JSON.parse(Buffer.from(answer.bytes).toString());
      if (list.length < assets.length) return answer;
      list[0].size += 1;
      return { ...answer, bytes: Buffer.from(JSON.stringify(list)) };
    });
    await scene.run(200, { call });

    expect(await releaseTask(scene, id)).toMatchObject({
      ...{ state: "FAILED", failure: { code: "verification-differs" } },
    });
    expect(counted.uploads).toBeLessThan(2 * assets.length);
    expect(scene.shown()).toMatchObject([{ draft: true }]);
  });

  test("because somebody removes each draft is given up after some tries", async () => {
    await using scene = await releaseScene();
    const { id } = await scene.composed();
    const { call, counted } = watched(scene, (one, answer) => {
      if (one.upload !== undefined && counted.uploads % assets.length === 0)
        scene.repository.releases.clear();
      return answer;
    });
    await scene.run(200, { call });

    expect(await releaseTask(scene, id)).toMatchObject({
      ...{ state: "FAILED", failure: { code: "verification-differs" } },
    });
    expect(counted.uploads).toBe(4 * assets.length);
    expect(scene.shown()).toEqual([]);
  });
});
