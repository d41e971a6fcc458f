import type { LockedPackage } from "../lock/lock.ts";

type Named = Pick<LockedPackage, "name" | "version">;

/** A package that the chain built, but that was installed in another version. */
interface TakenElsewhere {
  readonly name: string;
  readonly built: string;
  readonly installed: string;
}

/**
 * Lists packages that a chain built but that apt installed from another archive, because they are newer there or
 * nothing required the built version.
 */
export function takenElsewhere(built: readonly Named[], installed: readonly Named[]): TakenElsewhere[] {
  return built.flatMap(({ name, version }) => {
    const others = installed.filter((one) => one.name === name);
    const [other] = others;
    return other === undefined || others.some((one) => one.version === version)
      ? []
      : [{ name, built: version, installed: other.version }];
  });
}
