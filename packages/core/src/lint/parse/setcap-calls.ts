/**
 * Files that a maintainer script gives capabilities on every system that has setcap. A script that asks debconf
 * leaves it to the user, so it says nothing; neither does a path that the shell would have to compute.
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

/** A literal word, or the variable's one assignment. */
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
