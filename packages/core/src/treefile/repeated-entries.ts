import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { quoted } from "../text/quoted.ts";
import { elsewhere, type Fault } from "../document/document-file.ts";

const lists = [
  "components",
  "packages",
  "excludePackages",
  "localPackages",
  "sourcePackages",
  "debconf",
  "units",
  "addFiles",
  "removeFiles",
  "removeFromPackages",
  "kernelArguments",
  "initramfsArgs",
  "ostreeGpgKeys",
  "ostreeEd25519Keys",
] as const;

/** Items that one file gives twice in the same list: harmless, but hardly meant. */
export function repeatedEntries(layer: Layer): readonly Fault[] {
  return lists.flatMap((key) => repeated<unknown>(layer.lists[key]));
}

/** Every entry whose value another one before it has. */
export function repeated<T>(entries: readonly Entry<T>[]): readonly Fault[] {
  const first = new Map<string, Entry<T>>();
  return entries.flatMap((entry) => {
    const text = JSON.stringify(entry.value);
    const before = first.get(text);
    if (before === undefined) {
      first.set(text, entry);
      return [];
    }
    const message = `${quoted(entry.value)} is already given in ${elsewhere(entry.file, before.file, before.path)}`;
    const within = typeof entry.value === "string" ? { within: entry.value } : {};
    return [{ path: entry.path, message, hint: "Remove one of the two.", ...within }];
  });
}
