import { originOf } from "../../document/origin.ts";
import { chrootKeys, chrootSchema } from "./chroot-schema.ts";
import type { ChrootValue, ChrootValuePlace, MergedChrootValues } from "./chroot-values.ts";
import type { ChrootValueOrigin, ExpandedChroot } from "./expanded-chroot.ts";

/** Every value of a merged configuration, in the order of the schema's keys, and what it takes the place of. */
export function expandChroot(
  merged: MergedChrootValues,
  facts: Pick<ExpandedChroot, "name" | "architecture" | "files">,
): ExpandedChroot {
  const keys: readonly string[] = chrootKeys;
  const shown = ({ value, from }: ChrootValue) => ({
    value: value as ExpandedChroot["values"][number]["value"],
    origin: originOfValue(from),
  });
  const values = [...merged.values()].flatMap((all) => {
    const last = all.at(-1);
    if (last === undefined) return [];
    // That a word of a list, or that a plugin, is named again changes nothing.
    const others = all
      .slice(0, -1)
      .filter(({ value }) => JSON.stringify(value) !== JSON.stringify(last.value));
    return [{ path: [...last.slot], ...shown(last), overrides: others.map(shown) }];
  });
  const order = (path: readonly string[]) => keys.indexOf(path[0] ?? "");
  return {
    ...facts,
    values: values.toSorted((a, b) => order(a.path) - order(b.path)),
    unset: chrootKeys.flatMap((key) => {
      const meaning: unknown = chrootSchema.shape[key].unwrap().meta()?.["absent"];
      if (typeof meaning !== "string" || values.some(({ path }) => path[0] === key)) return [];
      return [{ path: [key], meaning }];
    }),
  };
}

function originOfValue(from: ChrootValuePlace): ChrootValueOrigin {
  if (from.kind === "file") return { from: "file", ...originOf(from) };
  return from.kind === "option" ? { from: "option", name: from.name } : { from: "default" };
}
