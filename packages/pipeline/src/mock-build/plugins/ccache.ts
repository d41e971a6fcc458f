import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { sizeLimit, unlimited } from "@debootc/core/document/limit-text";
import { definePlugin, type RootAccess, z } from "../plugin/api.ts";

const options = z.strictObject({
  "max-size": sizeLimit("Maximum size of the cache of one chroot.").default("5GiB"),
});

const inside = "/var/cache/ccache";
const statistics = `${buildDirectory}/.ccache-log`;

/**
 * Reuses earlier compilations. A compiler is identified by its content, not by its name or age, and each chroot has its
 * own cache. The build directory counts as well, because debugging information names it, so a new version of a package
 * starts from scratch.
 */
export const ccache = definePlugin({
  name: "ccache",
  version: "1",
  changesResults: true,
  options,
  setup: async ({ facts, options: { "max-size": size } }) => ({
    packages: ["ccache"],
    path: ["/usr/lib/ccache"],
    mounts: [
      {
        type: "bind",
        source: await facts.cacheDirectory({ name: facts.chroot.name, forBuilder: true }),
        target: inside,
        writable: true,
      },
    ],
    environment: {
      CCACHE_DIR: inside,
      CCACHE_COMPILERCHECK: "content",
      CCACHE_NAMESPACE: `${facts.chroot.name}-${facts.hostArchitecture}`,
      CCACHE_MAXSIZE: size === unlimited ? "0" : size.replace(" ", ""),
      CCACHE_UMASK: "000",
      CCACHE_STATSLOG: statistics,
      // Temporary files must not fill a cache that others share.
      CCACHE_TEMPDIR: "/tmp",
    },
  }),
  hooks: {
    afterBuild: async ({ runInside, addResult, log }) => tellUse({ runInside }, addResult, log),
    buildFailed: async ({ runInside, addResult, log }) => tellUse({ runInside }, addResult, log),
  },
});

async function tellUse(
  { runInside }: Pick<RootAccess, "runInside">,
  addResult: (name: string, content: string) => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  const { stdout } = await runInside({ tool: "cat", args: [statistics], accept: [0, 1] });
  const use = ccacheUse(stdout);
  await addResult("ccache.json", `${JSON.stringify(use, undefined, 2)}\n`);
  const others = Object.entries(use.uncacheable).map(([why, count]) => `, ${count} ${why}`);
  log(`${use.hits} of ${use.hits + use.misses} compilations were in the cache${others.join("")}`);
}

interface CcacheUse {
  readonly hits: number;
  readonly misses: number;
  /** How often a call of the compiler could not be cached, by ccache's name for the reason. */
  readonly uncacheable: Readonly<Record<string, number>>;
}

/** Words that only report a search and not its outcome. */
const searches = /^(?:(?:local|remote)_storage_|(?:direct|preprocessed)_cache_miss$)/;

/** Counts the outcomes in ccache's log, which follow the name of each source file (ccache(1), `CCACHE_STATSLOG`). */
export function ccacheUse(text: string): CcacheUse {
  const use = { hits: 0, misses: 0 };
  const uncacheable: Record<string, number> = {};
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#") || searches.test(line)) continue;
    if (line === "direct_cache_hit" || line === "preprocessed_cache_hit") use.hits += 1;
    else if (line === "cache_miss") use.misses += 1;
    else uncacheable[line] = (uncacheable[line] ?? 0) + 1;
  }
  return { ...use, uncacheable };
}
