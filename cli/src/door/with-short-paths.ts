import { DebootcError } from "@debootc/core/error/debootc-error";
import { shortPath } from "../render/text/short-path.ts";

/**
 * Returns a failure as its message reads where the user is: the pipeline knows the paths of a request only as absolute
 * ones, and nobody types those.
 */
export function withShortPaths(error: unknown, paths: readonly string[], directory: string): unknown {
  // A fault of debootc is reported with its own stack.
  if (!(error instanceof DebootcError) || error.code === "internal-fault") return error;
  // The longest first, since one may begin like another.
  const long = paths
    .filter((path) => shortPath(path, directory) !== path)
    .toSorted((a, b) => b.length - a.length);
  const shorten = (text: string) => long.reduce((rest, path) => replacePath(rest, path, directory), text);
  const [message, hint] = [shorten(error.message), error.hint && shorten(error.hint)];
  if (message === error.message && hint === error.hint) return error;
  const { code, diagnostics, cause } = error;
  return new DebootcError(code, message, { ...(hint === undefined ? {} : { hint }), diagnostics, cause });
}

/** Replaces a path where it is whole, or has something below it; a longer name that begins like it stays. */
function replacePath(text: string, path: string, directory: string): string {
  const literal = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(?<![\\w/.~-])${literal}(?![\\w+~-]|\\.\\w)`, "g");
  return text.replace(whole, () => shortPath(path, directory));
}
