import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../repository/repository.ts";
import type { SurveyedSystem } from "./surveyed-systems.ts";

/** Returns the treefile of a system, which includes `base.yaml` beside it; `write` adds the keys that it needs. */
export function surveyTreefile(system: SurveyedSystem, { write }: { readonly write: boolean }): string {
  const packages = system.packages ?? [system.name];
  const lines = [
    "include: base.yaml",
    `ref: debian/\${suite}/\${basearch}/survey/${system.name}`,
    `packages: [${packages.join(", ")}]`,
    ...(system.recommends ? ["recommends: true"] : []),
    ...(system.allComponents ? ["components: [main, contrib, non-free, non-free-firmware]"] : []),
    ...(write && system.write !== undefined ? [system.write.yaml.trimEnd()] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const virtual = "linux-image-cloud-amd64";

/** Returns the base of a system: treefiles/base.yaml, for real hardware with the full kernel. */
export function surveyBase({ hardware }: SurveyedSystem): string {
  const base = readFileSync(join(repository, "treefiles/base.yaml"), "utf8");
  if (!base.includes(`- ${virtual}\n`)) throw new Error(`treefiles/base.yaml no longer has ${virtual}`);
  return hardware ? base.replace(`- ${virtual}\n`, "- linux-image-amd64\n") : base;
}
