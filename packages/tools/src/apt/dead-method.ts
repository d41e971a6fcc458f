import type { AptFailure } from "./apt-failure.ts";
import { placesOf } from "./apt-places.ts";
import type { AptRoot } from "./apt-root.ts";

/**
 * Tells which archives apt was reading when one of its methods, the programs that fetch, died: apt then names neither
 * an archive nor a file. Returns nothing if no method died.
 */
export function failuresOfDeadMethod(stderr: string, root: Pick<AptRoot, "sources">): AptFailure[] {
  const { method } = /^(?:E|Error): Method (?<method>\S+) has died unexpectedly!/m.exec(stderr)?.groups ?? {};
  if (method === undefined) return [];
  const { how = "nothing says why" } =
    /^(?:E|Error): (?<how>Sub-process .*?)\.?$/m.exec(stderr)?.groups ?? {};
  const places = placesOf(root);
  const ofMethod = places.filter(({ uri }) => uri.startsWith(`${method}:`));
  return (ofMethod.length > 0 ? ofMethod : places).map(({ uri, suite }) => ({
    kind: "unreachable",
    uri,
    suite,
    detail: `apt's own program for ${method} died twice while it read it (${how})`,
  }));
}
