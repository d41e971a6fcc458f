import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { closestWord } from "@debootc/core/text/closest-word";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { Pin } from "@debootc/core/debian/pin";
import type { VerifiedSuite } from "./verified-indexes.ts";

/** Warnings of pins that apt takes without a word although they can match nothing: a wrong name, or a suite of no source. */
export function uselessPins(
  pins: readonly Pin[],
  universe: PackageUniverse,
  suites: readonly Pick<VerifiedSuite, "index" | "release">[],
): Diagnostic[] {
  const known = new Set(
    suites.flatMap(({ index, release }) => [index.suite, release?.suite ?? "", release?.codename ?? ""]),
  );
  return pins.flatMap(({ package: names, pin }) => [
    ...names
      .split(/\s+/)
      .filter((name) => /^[a-z0-9][a-z0-9+.-]*$/.test(name) && universe.versionsOf(name).length === 0)
      .map((name) => warning(`pins names ${name}, and there is no such package`, "Correct or remove it.")),
    ...suitesOf(pin)
      .filter((suite) => !known.has(suite))
      .map((suite) => {
        const near = closestWord(suite, known);
        const message = `the pin \`${pin}\` means a suite that no source has`;
        return warning(
          message,
          near === undefined ? "Add a source that has it to `sources`." : `Did you mean ${near}?`,
        );
      }),
  ]);
}

/** Archive and codename, where the pin names them without a pattern. */
function suitesOf(pin: string): string[] {
  if (!pin.startsWith("release ")) return [];
  const items = pin.slice("release ".length).split(",");
  return items.flatMap((item) => /^\s*[an]=\s*([^*?[\s]+)\s*$/.exec(item)?.[1] ?? []);
}

function warning(message: string, hint: string): Diagnostic {
  return { severity: "warning", code: "pin-useless", key: "pins", message, hint };
}
