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
  const spelled = spelling(path);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    const digits = spelled ?? String(value);
    const message = `${digits} has more digits than a number keeps`;
    const allowed = `whole numbers up to ${Number.MAX_SAFE_INTEGER}, and any text`;
    return [{ path, message, allowed, hint: `Put it in quotes: ${quoted(digits)}.` }];
  }
  if (value !== null && (typeof value !== "number" || Number.isFinite(value))) return [];
  const expected = ["string", "number", "boolean", "array", "object"];
  const isItem = typeof path.at(-1) === "number";
  return [{ path, ...typeFault({ expected, input: value, spelled, isItem }) }];
}
