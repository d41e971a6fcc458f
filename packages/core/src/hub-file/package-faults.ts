import * as z from "zod";
import type { Fault } from "../document/document-file.ts";
import { artifactName } from "../task/artifact-name.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import { packageOrder } from "./package-order.ts";
import { packageSchema } from "./schema/package-schema.ts";

type Package = z.output<typeof packageSchema>;

/** Returns what is wrong with `packages` between its entries: twins, needs that nobody meets, and rings of needs. */
export function packageFaults(value: Readonly<Record<string, unknown>>): readonly Fault[] {
  const parsed = z.array(packageSchema).safeParse(value["packages"]);
  // Each entry has its own faults then, which are reported already.
  if (!parsed.success) return [];
  return [...twins(parsed.data), ...unmetNeeds(parsed.data), ...cycles(parsed.data)];
}

function twins(packages: readonly Package[]): readonly Fault[] {
  return packages.flatMap(({ source, arches }, index) => {
    const before = packages.slice(0, index);
    const path = ["packages", index, "source"];
    const given = quoted(source);
    if (before.some((one) => one.source === source && overlap(one.arches, arches))) {
      const message = "another package has this source and architecture";
      return [{ path, given, message, hint: "Write each source once, or give the entries other `arches`." }];
    }
    const alike = before.find(
      (one) => one.source !== source && artifactOf(one.source) === artifactOf(source),
    );
    if (alike === undefined) return [];
    const message = `its artifacts would have the names of those of ${quoted(alike.source)}`;
    return [
      { path, given, message, hint: "Rename one of the two, so that they differ in letters or digits." },
    ];
  });
}

function overlap(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one === undefined || other === undefined || one.some((arch) => other.includes(arch));
}

const artifactOf = (source: string) => artifactName("package", source);

function unmetNeeds(packages: readonly Package[]): readonly Fault[] {
  const sources = new Set(packages.map(({ source }) => source));
  return packages.flatMap(({ needs = [] }, index) =>
    needs.flatMap((need, place) => {
      if (sources.has(need)) return [];
      const near = closestWord(need, sources);
      return [
        {
          path: ["packages", index, "needs", place],
          given: quoted(need),
          message: "no package has this source",
          allowed: "the `source` of another entry, as it is written there",
          ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
        },
      ];
    }),
  );
}

function cycles(packages: readonly Package[]): readonly Fault[] {
  const needing = packages.map(({ source, needs = [] }) => ({ source, needs }));
  return packageOrder(needing).cycles.flatMap((cycle) => {
    const [first, last] = [cycle[0], cycle.at(-1)].map((index) => needing[index ?? -1]);
    if (first === undefined || last === undefined) return [];
    const names = cycle.map((index) => needing[index]?.source ?? "");
    const message =
      cycle.length === 1
        ? "the package needs itself"
        : `the packages need each other: ${[...names, first.source].join(" -> ")}`;
    return [
      {
        path: ["packages", cycle.at(-1) ?? 0, "needs", last.needs.indexOf(first.source)],
        given: quoted(first.source),
        message,
        hint: "Remove one of these `needs`: a package can only be built after what it needs.",
      },
    ];
  });
}
