/** Sections of a unit file; what a key is given several times adds up (systemd.syntax(7)). */
export type UnitFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads a unit file as far as its words go; lines that systemd would ignore are ignored. */
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
    // An empty value takes back what was given before.
    section.set(key, value === "" ? "" : `${section.get(key) ?? ""} ${value}`.trim());
  }
  return sections;
}

/** The words of a key, which several lines may have given. */
export function wordsOfUnit(file: UnitFile, section: string, key: string): readonly string[] {
  return (file.get(section)?.get(key) ?? "").split(/\s+/).filter((word) => word !== "");
}
