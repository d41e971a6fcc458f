import { closestWord } from "../text/closest-word.ts";

/** The unit that a mistyped name most likely meant: of another type, or of the same type by a near name. */
export function closestUnit(unit: string, known: readonly string[]): string | undefined {
  const { stem, type } = partsOf(unit);
  const parts = known.map((name) => ({ name, ...partsOf(name) }));
  const sameStem = parts.find((part) => part.stem === stem);
  if (sameStem !== undefined) return sameStem.name;
  const sameType = parts.filter((part) => part.type === type);
  const near = closestWord(
    stem,
    sameType.map((part) => part.stem),
  );
  return sameType.find((part) => part.stem === near)?.name;
}

/** The type, and what stands before it and before the instance of a template. */
function partsOf(unit: string): { readonly stem: string; readonly type: string } {
  const dot = unit.lastIndexOf(".");
  return { stem: (dot < 0 ? unit : unit.slice(0, dot)).split("@", 1)[0] ?? "", type: unit.slice(dot) };
}
