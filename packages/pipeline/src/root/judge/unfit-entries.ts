import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { printableName } from "@debootc/core/tar/escaped-name";
import { pathInYaml } from "@debootc/core/text/printed-path";
import { lastingPath } from "@debootc/core/var-policy/lasting-path";
import type { UnfitEntry } from "./find-unfit-entries.ts";
import type { Judged } from "./judged-root.ts";
import type { Maker } from "./path-makers.ts";
import { varRulesHint, varRuleText } from "./var-rule-text.ts";

/** Reports what no image can hold, with each way to be rid of it that works. */
export function unfitEntries(unfit: readonly UnfitEntry[], judged: Judged): Diagnostic[] {
  return unfit.map((entry) => {
    const place = judged.placeOf(entry.path);
    const maker = judged.makerOf(entry.path);
    return {
      severity: "error",
      code: "layout-impossible",
      ...(maker.kind === "postprocess" ? { key: "postprocess" } : {}),
      message: `${printableName(place)}: ${maker.name} left ${entry.what}, which no image can hold`,
      hint: waysOut(entry, place, maker).join("\n  or "),
    };
  });
}

function waysOut({ path, isByName }: UnfitEntry, place: string, maker: Maker): string[] {
  if (maker.kind === "postprocess")
    return [isByName ? "Let the script remove it, or give it another name." : "Let the script remove it."];
  const drop = varRuleText({ path: lastingPath(path), class: "discard" });
  return [
    ...(maker.kind === "package" || maker.kind === "maintainer-script"
      ? [`Leave it out of the image: remove-files: [${pathInYaml(place)}]`]
      : []),
    ...(maker.package === undefined
      ? []
      : [`remove-from-packages: [[${maker.package}, '${expressionFor(place).replaceAll("'", "''")}']]`]),
    ...(path.startsWith("/var/") ? [`drop it, ${varRulesHint([drop])}`] : []),
    ...(isByName ? ["rename it in a postprocess script"] : []),
  ];
}

/** Writes a regular expression that matches a path and what is below it. */
function expressionFor(place: string): string {
  // printableName leaves only the bytes that it writes as \xff, which an expression reads in the same way.
  const escaped = place.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return `^${printableName(escaped)}(/|$)`;
}
