import { parseUnitFile, type UnitFile, wordsOfUnit } from "./unit-file.ts";

/** Describes a unit to enable, with the text of its file. */
export interface WantedUnit {
  readonly name: string;
  readonly text: string;
}

/** Describes two units that cannot both be enabled. */
export interface Contradiction<Unit extends WantedUnit> {
  readonly first: Unit;
  readonly second: Unit;
  readonly why: string;
}

/** Finds pairs of units of which one stops the other, or that claim the same alias. */
export function contradictingUnits<Unit extends WantedUnit>(units: readonly Unit[]): Contradiction<Unit>[] {
  const read = units.map((unit) => ({ unit, file: parseUnitFile(unit.text) }));
  return read.flatMap((second, index) =>
    read.slice(0, index).flatMap((first): Contradiction<Unit>[] => {
      const why = reasonOf(first, second);
      return why === undefined ? [] : [{ first: first.unit, second: second.unit, why }];
    }),
  );
}

interface ReadUnit {
  readonly unit: WantedUnit;
  readonly file: UnitFile;
}

function reasonOf(first: ReadUnit, second: ReadUnit): string | undefined {
  if (conflictsOf(first).includes(second.unit.name)) return `${first.unit.name} stops it (Conflicts=)`;
  if (conflictsOf(second).includes(first.unit.name)) return `it stops ${first.unit.name} (Conflicts=)`;
  const aliases = wordsOfUnit(first.file, "Install", "Alias");
  const shared = wordsOfUnit(second.file, "Install", "Alias").find((alias) => aliases.includes(alias));
  return shared === undefined
    ? undefined
    : `both it and ${first.unit.name} claim the name ${shared} (Alias=)`;
}

function conflictsOf({ file }: ReadUnit): readonly string[] {
  return wordsOfUnit(file, "Unit", "Conflicts");
}
