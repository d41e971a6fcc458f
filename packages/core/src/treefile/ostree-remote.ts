import { ed25519KeysOf } from "../openpgp/ed25519-keys.ts";
import { publicKeysOf } from "../openpgp/public-keys.ts";
import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { originOf } from "../document/origin.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { quoted } from "../text/quoted.ts";
import { isUnreadable, type ReadFile } from "../document/read-file.ts";
import { besideFile } from "../document/relative-path.ts";
import type { OstreeRemote } from "./resolved-treefile.ts";
import type { TextFault } from "../document/text-schema.ts";

/**
 * The remote of the merged treefile, its keys read and checked; undefined when there is none, or something is wrong
 * with it, which is reported. `isFaulty`: a file's own part of it was refused already.
 */
export function ostreeRemoteOf(
  { single: { ostreeRemoteName: name, ostreeRemoteUrl: url }, lists }: Layer,
  read: ReadFile,
  problems: ProblemList,
  isFaulty: boolean,
): OstreeRemote | undefined {
  const { ostreeGpgKeys, ostreeEd25519Keys } = lists;
  const parts = [name, url, ...ostreeGpgKeys, ...ostreeEd25519Keys].filter((part) => part !== undefined);
  const first = parts.at(0);
  if (first === undefined) return undefined;
  const missing = [
    ...(name === undefined ? [["`name`", "Write `name: debian`."] as const] : []),
    ...(url === undefined ? [["`url`", "Write `url: https://updates.example.org/repo`."] as const] : []),
    ...(ostreeGpgKeys.length + ostreeEd25519Keys.length === 0
      ? [
          [
            "keys",
            "Name the public key under `gpg-keys`: an update that nobody signed is never taken.",
          ] as const,
        ]
      : []),
  ];
  if (!isFaulty) {
    for (const [what, hint] of missing)
      problems.add(first.file, [{ path: ["ostree-remote"], message: `the remote has no ${what}`, hint }]);
  }
  const gpgKeys = ostreeGpgKeys.flatMap((entry) => {
    const keys = keysIn(entry, publicKeysOf, read, problems);
    return keys === undefined ? [] : [keys];
  });
  const ed25519Keys = ostreeEd25519Keys.flatMap(
    (entry) => keysIn(entry, ed25519KeysOf, read, problems) ?? [],
  );
  if (name === undefined || url === undefined) return undefined;
  return {
    name: name.value,
    url: url.value,
    gpgKeys: gpgKeys.map(({ fingerprints, armour }) => ({ fingerprints: [...fingerprints], armour })),
    ed25519Keys: [...new Set(ed25519Keys)],
    origin: originOf(first),
  };
}

function keysIn<T extends object>(
  { value, file, path }: Entry<string>,
  keysOf: (bytes: Uint8Array) => T | TextFault,
  read: ReadFile,
  problems: ProblemList,
): T | undefined {
  const target = besideFile(file.path, value);
  const content = read(target);
  const found = isUnreadable(content)
    ? { message: `the key file ${content.why}`, hint: content.hint ?? `It is looked for at ${target}.` }
    : keysOf(content);
  if (!("message" in found)) return found;
  problems.add(file, [{ ...found, path, given: quoted(value) }]);
  return undefined;
}
