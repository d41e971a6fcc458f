import type { LockedPackage } from "../lock/lock.ts";

type Named = Pick<LockedPackage, "name" | "version">;

/** A package that the chain built, and that was installed in another version all the same. */
interface TakenElsewhere {
  readonly name: string;
  readonly built: string;
  readonly installed: string;
}

/** Of what a chain built, what apt took from another archive, because it is newer there or nothing wanted this one. */
export function takenElsewhere(built: readonly Named[], installed: readonly Named[]): TakenElsewhere[] {
  return built.flatMap(({ name, version }) => {
    const others = installed.filter((one) => one.name === name);
    const [other] = others;
    return other === undefined || others.some((one) => one.version === version)
      ? []
      : [{ name, built: version, installed: other.version }];
  });
}
