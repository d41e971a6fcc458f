import type { Diversion } from "./package-database.ts";

/** dpkg's diversions file: three lines each, the name, what it became, and the package that asked. */
export function parseDiversions(text: string): Diversion[] {
  const lines = text.split("\n");
  const diversions: Diversion[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = "", to = "", owner = ""] = lines.slice(at, at + 3);
    diversions.push({ from, to, package: owner });
  }
  return diversions;
}

/** ucf's registry: a package and a path on each line, with white space between them. */
export function parseUcfRegistry(text: string): { package: string; path: string }[] {
  return text.split("\n").flatMap((line) => {
    const [owner, path] = line.trim().split(/\s+/);
    return owner === undefined || path === undefined || !path.startsWith("/")
      ? []
      : [{ package: owner, path }];
  });
}
