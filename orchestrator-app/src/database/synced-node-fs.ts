import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { fsyncSync } from "node:fs";

interface Emscripten {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => void };
    readonly tryFSOperation: (operation: () => void) => void;
  };
}

/**
 * Keeps the files of PGlite in a directory, and writes them to the disk when PostgreSQL says so: PGlite's own leaves that to
 * the system, so that a power cut could take what was acknowledged.
 */
export class SyncedNodeFS extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const begin = ({ NODEFS }: Emscripten) => {
      NODEFS.stream_ops.fsync = ({ nfd }) => NODEFS.tryFSOperation(() => fsyncSync(nfd));
    };
    const preRun = [...(options.preRun ?? []), begin] as unknown as NonNullable<typeof options.preRun>;
    return super.init(pg, { ...options, preRun });
  }
}

/** Holds the options of PostgreSQL that go with it: PGlite's own, but with `fsync` and the one way to do it that exists here. */
export const syncedStartParams: string[] = [
  ...PGlite.defaultStartParams.filter((word) => word !== "-F"),
  ...["-c", "wal_sync_method=fsync"],
];
