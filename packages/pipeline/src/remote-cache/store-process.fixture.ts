import { digestOfBytes } from "@debootc/core/record/digest";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openLocalCache } from "../cache/local-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { packEntry } from "./pack-entry.ts";
import { remoteLink } from "./remote-link.ts";
import { withRemote } from "./with-remote.ts";

// Stores entries one after the other in a remote cache until somebody kills it: the cache of this machine, the remote one.
const [own = "", directory = ""] = process.argv.slice(2);
const { signal } = new AbortController();
const report = () => {};
const local = await openLocalCache({
  directory: join(own, "cache"),
  ...{ trustDomain: "trusted", producer: "0.0.0", clock: () => new Date(), removeTree, report },
});
let works = 0;
for (let number = 0; ; number += 1) {
  await using cache = withRemote(local, {
    link: remoteLink({ remote: directoryRemoteCache(directory), report, signal }),
    trustDomain: "trusted",
    pack: (_kind, content, archive) => packEntry(content, archive, signal),
    unpack: () => Promise.reject(new Error("nothing is fetched")),
    makeWork: async () => {
      const path = join(own, `work-${works++}`);
      await mkdir(path);
      return { path, [Symbol.asyncDispose]: () => removeTree(path) };
    },
    ...{ producer: "0.0.0", clock: () => new Date(), report, signal },
  });
  const key = digestOfBytes(`entry ${number}`);
  await using _lease = await cache.put("image", key, async (content) => {
    await writeFile(join(content, "file"), randomBytes(2 ** 21));
    return key;
  });
  process.stdout.write(`${number}\n`);
}
