import { namesIn } from "@debootc/tools/files/paths";
import { stat } from "node:fs/promises";
import { join } from "node:path";

/** Bounds what is listed. */
interface Wanted {
  /** What was used then or later, in milliseconds since 1970. */
  readonly since?: number;
  readonly most?: number;
  /** Of each kind: a compose takes a hundred layers, and one root. */
  readonly mostOfKind?: number;
}

/** As many as a hub reads. */
const usualMost = 1000;

/** Lists the finished steps in debootc's cache directory, what was used last first, as `KIND:sha256:HEX`. */
export async function namesInCache(
  cacheDir: string,
  { since = 0, most = usualMost, mostOfKind = usualMost }: Wanted = {},
): Promise<string[]> {
  const entries = join(cacheDir, "steps", "entries");
  const found: Found[] = [];
  for (const kind of await namesIn(entries)) {
    const ofKind: Found[] = [];
    for (const hex of await namesIn(join(entries, kind))) {
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(kind) || !/^[0-9a-f]{64}$/.test(hex)) continue;
      // It may be evicted in this moment.
      const at = await stat(join(entries, kind, hex, "entry.json")).catch(() => undefined);
      if (at !== undefined && at.mtimeMs >= since)
        ofKind.push({ name: `${kind}:sha256:${hex}`, time: at.mtimeMs });
    }
    found.push(...newest(ofKind, mostOfKind));
  }
  return newest(found, most).map(({ name }) => name);
}

interface Found {
  readonly name: string;
  readonly time: number;
}

function newest(found: readonly Found[], most: number): readonly Found[] {
  return found.toSorted((a, b) => b.time - a.time).slice(0, most);
}
