import type { Origin } from "@debootc/core/document/origin";
import type { ValueOrigin } from "@debootc/core/treefile/expanded-treefile";
import { shortPath } from "./short-path.ts";

interface OriginWords {
  /** Says what led to a file. */
  readonly led: (by: readonly (Origin & { readonly conditions: readonly string[] })[]) => string;
  /** Says where a value comes from, and what it takes the place of. */
  readonly origin: (of: ValueOrigin) => string;
}

/** Returns what words origins, with paths as one would type them in a directory. */
export function originWords(directory: string): OriginWords {
  const at = ({ file, line }: Origin) => `${shortPath(file, directory)}:${line}`;
  const led = (by: Parameters<OriginWords["led"]>[0]) =>
    by
      .toReversed()
      .map((one) => `, included by ${at(one)}${one.conditions.map((text) => ` if ${text}`).join("")}`)
      .join("");
  const origin = (of: ValueOrigin): string => {
    if (of.from !== "file") return of.from;
    const uses = (of.variables ?? []).map(
      ({ name, place }) => `, \${${name}}${place === undefined ? "" : ` from ${at(place)}`}`,
    );
    const over = (of.overrides ?? []).map(
      (one) => `, overrides ${JSON.stringify(one.value)} from ${at(one)}`,
    );
    return `${at(of)}${led(of.includedBy)}${uses.join("")}${over.join("")}`;
  };
  return { led, origin };
}
