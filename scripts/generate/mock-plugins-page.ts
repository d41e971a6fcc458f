import { hookNames, hooks } from "@debootc/pipeline/mock-build/plugin/hook";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of docs/mock-plugins.md: what people wrote of plugins, and the table of hooks from the code. */
export function pluginsPage(): string {
  const text = readFileSync(join(import.meta.dirname, "mock-plugins.md"), "utf8");
  const rows = hookNames.map((name) => {
    const { when, hasRoot } = hooks[name];
    return `| \`${name}\` | ${hasRoot ? "yes" : "-"} | ${when} |\n`;
  });
  return text.replace("HOOKS\n", rows.join(""));
}
