import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Producer, TrustDomain } from "../cache/cache.ts";
import { key, output } from "../cache/cache-scene.fixture.ts";
import { hexOf } from "../cache/cache-layout.ts";
import { openLocalCache } from "../cache/local-cache.ts";
import type { RemoteCache } from "../cache/remote-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { packEntry } from "./pack-entry.ts";
import { remoteEntryRecord, type RemoteEntry } from "./remote-entry.ts";
import { remoteLink } from "./remote-link.ts";
import { unpackEntry } from "./unpack-entry.ts";
import { type CacheWithRemote, withRemote } from "./with-remote.ts";

interface Machine {
  /** Names the machine: each has a cache of its own. */
  readonly name: string;
  readonly trustDomain?: TrustDomain;
  readonly remote?: RemoteCache;
  readonly answerSeconds?: number;
}

/** Opens a directory that is a remote cache, and caches of machines that share it; all of it goes with the test. */
export async function remoteScene() {
  const home = await mkdtempDisposable(join(tmpdir(), "debootc-remote-"));
  onTestFinished(() => home.remove());
  const directory = join(home.path, "remote");
  await mkdir(directory);
  const warnings: Diagnostic[] = [];
  const stop = new AbortController();
  const report = (event: { readonly type: string; readonly diagnostic?: Diagnostic }) => {
    if (event.diagnostic !== undefined) warnings.push(event.diagnostic);
  };
  const open = async ({
    name,
    trustDomain = "trusted",
    remote = directoryRemoteCache(directory),
    answerSeconds = 30,
  }: Machine): Promise<CacheWithRemote> => {
    const local = await openLocalCache({
      directory: join(home.path, name),
      ...{ trustDomain, producer: "1.2.3", clock: () => new Date(0), removeTree, report },
    });
    let works = 0;
    return withRemote(local, {
      link: remoteLink({ remote, report, signal: stop.signal, answerSeconds }),
      trustDomain,
      pack: (_kind, content, archive) => packEntry(content, archive, stop.signal),
      unpack: (kind, unpacking) =>
        unpackEntry(
          { ...unpacking, isSystem: kind === "root", owner: { uid: process.getuid?.() ?? 0, gid: 0 } },
          stop.signal,
        ),
      makeWork: async () => {
        const path = join(home.path, `work-${name}-${works++}`);
        await mkdir(path);
        return { path, [Symbol.asyncDispose]: () => removeTree(path) };
      },
      producer: "1.2.3",
      clock: () => new Date(0),
      report,
      signal: stop.signal,
    });
  };
  const place = (...parts: readonly string[]) => join(directory, "image", hexOf(key), ...parts);
  return {
    home: home.path,
    directory,
    warnings,
    stop,
    open,
    /** A path of the entry `image` with the key. */
    place,
    /** Puts an entry on one machine, and waits until it is stored. Returns whether it was made. */
    make: async (machine: Machine, producer: Producer = textProducer("good")): Promise<boolean> => {
      let isMade = false;
      await using cache = await open(machine);
      await using _lease = await cache.put("image", key, (content) => {
        isMade = true;
        return producer(content);
      });
      return isMade;
    },
    /** Changes the record of the entry. */
    rewrite: async (change: Partial<RemoteEntry>) => {
      const entry = remoteEntryRecord.parse(await readFile(place("entry.json"), "utf8"), "entry.json");
      await writeFile(place("entry.json"), remoteEntryRecord.serialize({ ...entry, ...change }));
    },
  };
}

export type RemoteScene = Awaited<ReturnType<typeof remoteScene>>;

export function textProducer(text: string): Producer {
  return async (content) => {
    await writeFile(join(content, "file"), text);
    return output;
  };
}
