interface Previous {
  readonly treeVersion: string;
  /** Digest of everything but the version. */
  readonly contentDigest: string;
}

interface Wanted {
  /** The treefile's automatic-version-prefix; `<date:%Y%m%d>` when it has none. */
  readonly prefix: string | undefined;
  /** Seconds; patterns are replaced by this moment in UTC. */
  readonly timestamp: number;
  readonly contentDigest: string;
  /** The newest finished compose of the same ref in the same output directory. */
  readonly previous: Previous | undefined;
}

/**
 * Returns the version `PREFIX.N`: the same content keeps its version, changed content under the same prefix counts
 * on, and a new prefix begins at 0 (the rule of rpm-ostree's automatic-version-prefix).
 */
export function nextVersion({
  prefix = "<date:%Y%m%d>",
  timestamp,
  contentDigest,
  previous,
}: Wanted): string {
  const expanded = prefix.replaceAll(/<date:([^>]*)>/g, (_, pattern: string) =>
    formatDate(pattern, timestamp),
  );
  const count = previous?.treeVersion.startsWith(`${expanded}.`)
    ? previous.treeVersion.slice(expanded.length + 1)
    : "";
  if (!/^\d+$/.test(count)) return `${expanded}.0`;
  return previous?.contentDigest === contentDigest
    ? `${expanded}.${count}`
    : `${expanded}.${Number(count) + 1}`;
}

function formatDate(pattern: string, timestamp: number): string {
  const moment = new Date(timestamp * 1000);
  const iso = moment.toISOString();
  const dayOfYear = Math.floor((timestamp - Date.UTC(moment.getUTCFullYear(), 0, 1) / 1000) / 86_400) + 1;
  const parts: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    y: iso.slice(2, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    j: String(dayOfYear).padStart(3, "0"),
  };
  return pattern.replaceAll(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole);
}
