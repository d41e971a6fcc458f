/** Maps sections of a unit file to their keys; the values of a repeated key add up (systemd.syntax(7)). */
export type UnitFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the words in a unit file; lines that systemd would ignore are ignored. */
export function parseUnitFile(text: string): UnitFile {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const title = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (title !== undefined) {
      section = sections.get(title) ?? new Map();
      sections.set(title, section);
      continue;
    }
    const [, key, value = ""] = /^\s*([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || section === undefined) continue;
    // An empty value cancels the earlier ones.
    section.set(key, value === "" ? "" : `${section.get(key) ?? ""} ${value}`.trim());
  }
  return sections;
}

/** Returns the words of a key, which may come from several lines. */
export function wordsOfUnit(file: UnitFile, section: string, key: string): readonly string[] {
  return (file.get(section)?.get(key) ?? "").split(/\s+/).filter((word) => word !== "");
}
