/** Parses the refs in the output of `ostree summary --view`, with their checksums. */
export function parseSummaryRefs(text: string): ReadonlyMap<string, string> {
  const rows = [...text.matchAll(/^\* (\S+)\n {4}Latest Commit \([^)]*\):\n {6}([0-9a-f]{64})$/gm)];
  return new Map(rows.map(([, name = "", checksum = ""]) => [name, checksum]));
}
