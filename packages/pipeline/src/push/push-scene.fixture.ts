import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type DockerRegistry, startDockerRegistry } from "@debootc/tools/registry/docker-registry.fixture";
import { type FaultProxy, type ProxiedRequest, startFaultProxy } from "./fault-proxy.fixture.ts";
import { finishedCompose } from "./finished-compose.fixture.ts";
import { failedPush, pushCall } from "./push-call.fixture.ts";

type Changes = Partial<Parameters<typeof pushCall>[0]>;

const manifestTypes = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

/** Is a real registry behind a proxy that misbehaves as planned, and composes to push; each test has its own repository. */
export function pushScene() {
  let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
  let registry: DockerRegistry;
  let proxy: FaultProxy;
  let events: Event[];
  let count = 0;

  beforeAll(async () => {
    work = await mkdtempDisposable(join(tmpdir(), "debootc-push-"));
    registry = await startDockerRegistry();
    await finishedCompose(scene.out(), "one-1-20261130.0", ["minimal/amd64"]);
    await finishedCompose(scene.out(), "two-1-20261130.0", ["edge/amd64", "edge/arm64", "server/amd64"]);
    await finishedCompose(scene.out(), "part-1-20261130.0", ["edge/amd64"], ["edge/arm64"]);
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await work.remove();
  });
  beforeEach(async () => {
    proxy = await startFaultProxy(registry.port);
    count += 1;
    events = [];
  });
  afterEach(() => proxy[Symbol.asyncDispose]());

  const callOf = (given: string, changes: Changes) => ({
    ...{ given, outputDir: scene.out(), at: `${proxy.registry}/${scene.name()}:13`, events },
    ...changes,
  });
  const scene = {
    path: (name: string) => join(work.path, name),
    out: () => join(work.path, "out"),
    proxy: () => proxy,
    events: () => events,
    /** The repository of this test. */
    name: () => `test/n${count}`,
    nextName: () => {
      count += 1;
      return scene.name();
    },
    pushed: (given: string, changes: Changes = {}) => pushCall(callOf(given, changes)),
    failure: (given: string, changes: Changes = {}) => failedPush(callOf(given, changes)),
    /** `HOST:PORT/NAME` of the registry itself, without the proxy. */
    directName: () => `127.0.0.1:${registry.port}/${scene.name()}`,
    /** Asks the registry itself. */
    direct: async (path: string, init: RequestInit = { headers: { accept: manifestTypes } }) =>
      fetch(`http://127.0.0.1:${registry.port}/v2/${scene.name()}/${path}`, init),
    tags: async (): Promise<string[]> => {
      const found = (await (await scene.direct("tags/list")).json()) as { tags?: string[] | null };
      return (found.tags ?? []).toSorted();
    },
  };
  return scene;
}

/** Lists requests as `METHOD /path`. */
export function linesOf(requests: readonly ProxiedRequest[]): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}
