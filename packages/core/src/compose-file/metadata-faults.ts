import type { Fault } from "../document/document-file.ts";
import type { Path } from "../document/position-map.ts";
import { characterFaults } from "../document/strange-characters.ts";
import { typeFault } from "../document/type-fault.ts";
import { quoted } from "../text/quoted.ts";

/** Checks a value of `metadata` with all in it: anything that JSON has, but nothing that is empty by mistake. */
export function metadataFaults(
  value: unknown,
  path: Path,
  spelling: (path: Path) => string | undefined,
): readonly Fault[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => metadataFaults(item, [...path, index], spelling));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, member]) => [
      ...characterFaults(key).map((fault) => ({
        given: quoted(key),
        ...fault,
        path: [...path, key],
        atKey: true,
      })),
      ...metadataFaults(member, [...path, key], spelling),
    ]);
  }
  if (value !== null && (typeof value !== "number" || Number.isFinite(value))) return [];
  const spelled = spelling(path);
  const expected = ["string", "number", "boolean", "array", "object"];
  const isItem = typeof path.at(-1) === "number";
  return [{ path, ...typeFault({ expected, input: value, spelled, isItem }) }];
}
