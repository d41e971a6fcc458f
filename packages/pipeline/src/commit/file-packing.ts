import { kernelKnowsFileSystem } from "@debootc/tools/disk/kernel-file-systems";
import { commitTar, copyCommit, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { toTar } from "../tree/to-tar.ts";
import type { RootEntry } from "../tree/root-entries.ts";

/** Packs files for an archive repository, in which they are then its only objects. */
export interface FilePacking {
  /** Takes a file; its place in a tree does not matter. */
  readonly put: (file: RootEntry) => Promise<void>;
  /** Waits until all are packed. */
  readonly finish: () => Promise<void>;
}

interface Places {
  /** An archive repository without any commit. */
  readonly repo: string;
  /** Path for a temporary repository; it must not exist. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/**
 * Packs files as ostree does, of which `ostree commit` uses one processor and `ostree pull-local` all of them, to the same
 * bytes: they are committed without being packed, as the files of one directory, and then copied. Node's own zlib
 * makes files that are 1 to 2 % larger.
 */
export function filePacking({ repo, scratch, signal }: Places): FilePacking {
  const files = new PassThrough({ objectMode: true, highWaterMark: 4 });
  let count = 0;
  let packing: Promise<void> | undefined;
  return {
    put: async ({ entry, body }) => {
      packing ??= begun();
      const accepted = files.write({ entry: { ...entry, path: `${count}` }, body });
      count += 1;
      if (!accepted) await Promise.race([once(files, "drain"), packing]);
    },
    finish: async () => {
      files.end();
      await packing;
    },
  };

  function begun(): Promise<void> {
    const work = pack(files);
    // Nobody may be waiting when it fails; whoever puts the next file, or finishes, hears of it.
    work.catch(() => {});
    return work;
  }

  async function pack(given: AsyncIterable<RootEntry>): Promise<void> {
    // A kernel with SELinux labels every file, and a bare repository would commit the labels.
    await initRepository(scratch, (await kernelKnowsFileSystem("selinuxfs")) ? "bare-user" : "bare");
    const tar = Readable.from(toTar(given), { objectMode: false });
    const checksum = await commitTar({ repo: scratch, tar, signal });
    await copyCommit({ from: scratch, to: repo, checksum, signal });
    for (const directory of await readdir(join(repo, "objects"))) {
      for (const name of await readdir(join(repo, "objects", directory)))
        if (!name.endsWith(".filez")) await rm(join(repo, "objects", directory, name));
    }
    await rm(scratch, { recursive: true });
  }
}
