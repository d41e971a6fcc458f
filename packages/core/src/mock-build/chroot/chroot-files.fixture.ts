import { DebootcError } from "../../error/debootc-error.ts";
import { type LoadChrootOptions, loadChroot } from "./load-chroot.ts";

const places = [
  { kind: "shipped", directory: "/chroots" },
  { kind: "site", directory: "/etc/debootc" },
  { kind: "user", directory: "/home/me" },
] as const;
const shipped = { "/chroots/trixie.yaml": "suite: trixie\narchitectures: [amd64, arm64]\n" };

/** Loads `trixie-amd64` from the given files and a shipped one, whatever its plugins are. */
export function load(files: Readonly<Record<string, string>>, asked: Partial<LoadChrootOptions> = {}) {
  return loadUnchecked(files, asked).accept([]);
}

/** The same, before it is known whether anything is wrong. */
export function loadUnchecked(
  files: Readonly<Record<string, string>>,
  asked: Partial<LoadChrootOptions> = {},
) {
  const all: Readonly<Record<string, string>> = { ...shipped, ...files };
  return loadChroot({
    name: "trixie-amd64",
    architecture: "amd64",
    places,
    read: (path) => (all[path] === undefined ? undefined : new TextEncoder().encode(all[path])),
    known: ["company", "trixie"],
    ...asked,
  });
}

/** Why the given files are refused. */
export function refusal(
  files: Readonly<Record<string, string>>,
  asked: Partial<LoadChrootOptions> = {},
): DebootcError {
  try {
    load(files, asked);
  } catch (error) {
    if (error instanceof DebootcError) return error;
    throw error;
  }
  throw new Error("it loads");
}
/** What is wrong with the user's file of the chroot. */
export const faultsOf = (text: string) =>
  refusal({ "/home/me/chroots/trixie.yaml": text }).diagnostics.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
