/**
 * Lists files to which a maintainer script gives capabilities on every system that has setcap. A script that asks
 * debconf leaves it to the user and is ignored; so is a path that the shell would have to compute.
 */
export function setcapFiles(script: string): string[] {
  const text = script.replaceAll(/\\\n/g, " ").replaceAll(/^[ \t]*#.*$/gm, "");
  if (/\bdb_get\b/.test(text)) return [];
  const calls = text.matchAll(
    /(?:^|[\s;&|(!])setcap\s+(?:-q\s+)?(?!-)("[^"]*"|'[^']*'|[^\s;&|]+)\s+("[^"]*"|'[^']*'|[^\s;&|)]+)/g,
  );
  return [...calls]
    .filter(([, capabilities = ""]) => /[=+]/.test(capabilities))
    .flatMap(([, , path = ""]) => valueOf(unquoted(path), text))
    .filter((path) => path.startsWith("/"));
}

/** Returns a literal word, or the only assignment of a variable. */
function valueOf(word: string, text: string): string[] {
  const [, name] = /^\$\{?(\w+)\}?$/.exec(word) ?? [];
  if (name === undefined) return /[$`*?[]/.test(word) ? [] : [word];
  const [, value = ""] =
    new RegExp(`^[ \\t]*(?:local[ \\t]+)?${name}=("[^"]*"|'[^']*'|\\$\\([^)]*\\)|\`[^\`]*\`|\\S*)`, "m").exec(
      text,
    ) ?? [];
  const [, diverted] = /dpkg-divert\s+--truename\s+"?(\/[^\s")`]+)/.exec(value) ?? [];
  const plain = diverted ?? unquoted(value);
  return /[$`*?[\s]/.test(plain) || plain === "" ? [] : [plain];
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/s, "$2");
}
