/**
 * The text of an os-release(5) in which VERSION and PRETTY_NAME name the version of the tree where they had `replaced`,
 * and OSTREE_VERSION names it alone. VERSION_ID stays: programs compare it with versions of Debian. Undefined when
 * neither field contains `replaced`.
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
