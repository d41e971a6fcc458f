import { DebootcError } from "../error/debootc-error.ts";

/** Maps the paths of a request as the user typed them, by their absolute form. */
export type TypedPaths = ReadonlyMap<string, string>;

/** Returns a failure in the user's own words: the pipeline knows only absolute paths, which nobody typed. */
export function withTypedPaths(error: unknown, typed: TypedPaths): unknown {
  // A fault of debootc is reported with its own stack.
  if (!(error instanceof DebootcError) || error.code === "internal-fault") return error;
  // The longest first, since one may begin like another.
  const paths = [...typed].toSorted(([a], [b]) => b.length - a.length);
  const reword = (text: string) =>
    paths.reduce((rest, [path, words]) => replacePath(rest, path, words), text);
  const [message, hint] = [reword(error.message), error.hint && reword(error.hint)];
  if (message === error.message && hint === error.hint) return error;
  const { code, diagnostics, cause } = error;
  return new DebootcError(code, message, { ...(hint === undefined ? {} : { hint }), diagnostics, cause });
}

/** Replaces a path where it is whole, or has something below it; a longer name that begins like it stays. */
function replacePath(text: string, path: string, words: string): string {
  const literal = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(?<![\\w/.~-])${literal}(?![\\w+~-]|\\.\\w)`, "g");
  return text.replace(whole, () => words.replace(/(?<=.)\/+$/, ""));
}
