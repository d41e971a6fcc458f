import type { Event } from "@debootc/core/event/event";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildChain } from "./chain/build-chain.ts";
import { mockBuild } from "./mock-build.ts";
import { writeDsc } from "./source/source-scene.fixture.ts";

const scene = await mkdtemp(join(tmpdir(), "debootc-refused-"));
afterAll(() => rm(scene, { recursive: true, force: true }));
const directories = { site: scene, user: scene };

const named = {
  "a .dsc that does not exist": async (at: string) => join(at, "tiny_1.dsc"),
  "a .dsc that cannot be read": async (at: string) => {
    await writeFile(join(at, "tiny_1.dsc"), "Format: 7\n");
    return join(at, "tiny_1.dsc");
  },
  "a .dsc whose archive is missing": async (at: string) => {
    const dsc = await writeDsc(at, { "tiny_1.tar.xz": "archive" });
    await rm(join(at, "tiny_1.tar.xz"));
    return dsc;
  },
  "a directory that does not exist": async (at: string) => join(at, "tree"),
  "a directory without debian/": async (at: string) => {
    await mkdir(join(at, "tree"));
    return join(at, "tree");
  },
};

test.each(
  Object.entries(named).flatMap(([what, make]) => [
    { what, make, way: "alone", build: mockBuild },
    { what, make, way: "in a chain", build: buildChain },
  ]),
)("$what is refused $way before anything is begun", async ({ make, build }) => {
  const home = await mkdtemp(join(scene, "case-"));
  await mkdir(join(home, "source"));
  const request = mockBuildRequestSchema.parse({
    sources: [await make(join(home, "source"))],
    resultDir: join(home, "results"),
    cacheDir: join(home, "cache"),
    arch: "amd64",
    jobs: 1,
  });
  const events: Event[] = [];
  const dependencies = {
    emit: (event: Event) => events.push(event),
    signal: new AbortController().signal,
    clock: () => new Date(0),
    environment: { proxy: {}, user: { uid: 1, gid: 1 } },
  };

  await expect(build(request, dependencies, directories)).rejects.toMatchObject({ code: "source-invalid" });
  expect(await readdir(home)).toEqual(["source"]);
  expect(events).toMatchObject([{ type: "run", state: "failed", error: { code: "source-invalid" } }]);
});
