import type { RootDirectory } from "../../tree/root-directory.ts";

const database = "/var/lib/dpkg";

/** Brings dpkg's database into one order, whatever order packages were configured in, and drops what only a running dpkg needs. */
export async function settleDpkg(root: RootDirectory): Promise<void> {
  for (const name of await root.list(database)) {
    if (/-old$|^lock|^available$|^cmethopt$/.test(name)) await root.remove(`${database}/${name}`);
  }
  await root.remove(`${database}/triggers/Lock`);
  await rewrite(root, `${database}/status`, sortStanzas);
  await rewrite(root, "/var/lib/apt/extended_states", sortStanzas);
  await rewrite(root, `${database}/triggers/File`, sortLines);
  await rewrite(root, `${database}/statoverride`, sortLines);
}

export function sortStanzas(text: string): string {
  return text
    .split(/\n\n+/)
    .map((stanza) => stanza.trim())
    .filter(Boolean)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((stanza) => `${stanza}\n\n`)
    .join("");
}

function sortLines(text: string): string {
  return text
    .split("\n")
    .filter(Boolean)
    .sort()
    .map((line) => `${line}\n`)
    .join("");
}

async function rewrite(root: RootDirectory, path: string, change: (text: string) => string): Promise<void> {
  const text = await root.readNames(path);
  if (text !== undefined) await root.rewriteFile(path, change(text));
}
