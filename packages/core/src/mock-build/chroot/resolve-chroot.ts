import type { ProblemList } from "../../document/problem-list.ts";
import type { ReadFile } from "../../document/read-file.ts";
import { resolveSource } from "../../treefile/keys/archive/resolve-source.ts";
import { closestWord } from "../../text/closest-word.ts";
import { quoted } from "../../text/quoted.ts";
import type { Pin } from "../../debian/pin.ts";
import type { AlternativeRule } from "../../source-package/chosen-alternatives.ts";
import type { PackageSource } from "../../treefile/resolved-treefile.ts";
import type { SourceInput } from "../../treefile/keys/archive/package-source.ts";
import type { BuildLimits, ChrootConfiguration, ChrootMount } from "./chroot-configuration.ts";
import { type ChrootValue, type MergedChrootValues, winningValues } from "./chroot-values.ts";
import { bytesOf, secondsOf } from "../../document/limit-text.ts";

/** Makes the configuration from merged values. Reports keys of sources that are missing or invalid. */
export function resolveChroot(
  merged: MergedChrootValues,
  { name, architecture }: { readonly name: string; readonly architecture: string },
  read: ReadFile,
  problems: ProblemList,
): ChrootConfiguration {
  const text = (key: string) => winningValues(merged, key).map(({ value }) => value as string);
  const [mirror] = text("mirror");
  const [alternatives] = text("alternatives") as AlternativeRule[];
  return {
    name,
    suite: text("suite")[0] ?? "",
    architecture,
    components: text("components"),
    ...(mirror === undefined ? {} : { mirror }),
    sources: winningValues(merged, "sources").flatMap((value) => sourceOf(value, read, problems)),
    ...listed(
      "pins",
      winningValues(merged, "pins").map(({ value }) => value as Pin),
    ),
    ...listed("dependenciesFrom", dependenciesFrom(merged, problems)),
    ...(alternatives === undefined ? {} : { alternatives }),
    packages: text("packages"),
    profiles: text("profiles"),
    environment: Object.fromEntries(
      winningValues(merged, "environment").map(({ slot, value }) => [slot[1], value as string]),
    ),
    mounts: winningValues(merged, "mounts").map(({ value }) => value as ChrootMount),
    limits: limitsOf(merged),
    tmpfs: text("tmpfs")[0] as ChrootConfiguration["tmpfs"],
    plugins: pluginsOf(merged),
  };
}

function sourceOf({ value, from }: ChrootValue, read: ReadFile, problems: ProblemList): PackageSource[] {
  if (from.kind !== "file") return [];
  return [resolveSource({ value: value as SourceInput, file: from.file, path: from.path }, read, problems)];
}

/** Leaves out a list that nothing is in: it is what an older debootc recorded. */
function listed<Key extends string, Item>(key: Key, items: Item[]): { readonly [K in Key]?: Item[] } {
  return items.length === 0 ? {} : ({ [key]: items } as { readonly [K in Key]: Item[] });
}

/** Returns the ids of sources that complete the suite. Reports those that no file describes. */
function dependenciesFrom(merged: MergedChrootValues, problems: ProblemList): string[] {
  const known = winningValues(merged, "sources").map(({ slot }) => slot[1] ?? "");
  return winningValues(merged, "dependencies-from").map(({ value, from }) => {
    const id = value as string;
    if (!known.includes(id) && from.kind === "file") {
      const near = closestWord(id, known);
      const hint =
        near === undefined ? "Describe it under `sources`, with this `id`." : `Did you mean \`${near}\`?`;
      problems.add(from.file, [{ path: from.path, message: `no source has the id ${quoted(id)}`, hint }]);
    }
    return id;
  });
}

function limitsOf(merged: MergedChrootValues): BuildLimits {
  const given = Object.fromEntries(
    winningValues(merged, "limits").map(({ slot, value }) => [slot[1], value]),
  );
  const { time, silence, memory, processes, disk } = given as Record<string, unknown>;
  const amounts = {
    timeSeconds: secondsOf(String(time)),
    silenceSeconds: secondsOf(String(silence)),
    memoryBytes: bytesOf(String(memory)),
    processes: typeof processes === "number" ? processes : undefined,
    diskBytes: bytesOf(String(disk)),
  };
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== undefined));
}

function pluginsOf(merged: MergedChrootValues): ChrootConfiguration["plugins"] {
  const values = winningValues(merged, "plugins");
  const switchedOn = values.filter(({ slot, value }) => slot.length === 2 && value === true);
  return Object.fromEntries(
    switchedOn.map(({ slot: [, name = ""] }) => {
      const options = values.filter(({ slot }) => slot.length === 3 && slot[1] === name);
      return [name, Object.fromEntries(options.map(({ slot, value }) => [slot[2], value as never]))];
    }),
  );
}
