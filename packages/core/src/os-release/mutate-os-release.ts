/**
 * Returns an os-release(5) text in which VERSION and PRETTY_NAME have the tree's version instead of `replaced`, and
 * OSTREE_VERSION has only that version. VERSION_ID stays, because programs compare it with versions of Debian. Returns
 * undefined when neither field contains `replaced`.
 */
export function mutateOsRelease(text: string, replaced: string, version: string): string | undefined {
  let found = false;
  const lines = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("OSTREE_VERSION="))
    .map((line) => {
      if (!/^(VERSION|PRETTY_NAME)=/.test(line) || !valueOf(line).includes(replaced)) return line;
      found = true;
      const start = line.indexOf("=") + 1;
      return line.slice(0, start) + line.slice(start).replaceAll(replaced, () => version);
    });
  return found ? [...lines, `OSTREE_VERSION='${version}'`, ""].join("\n") : undefined;
}

function valueOf(line: string): string {
  return line.slice(line.indexOf("=") + 1);
}
