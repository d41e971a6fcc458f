import type { SettingsReport } from "@debootc/core/settings/settings-report";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { originText } from "../text/origin-text.ts";
import { shortPath } from "../text/short-path.ts";

/** One row a setting: its value, and where that comes from; then the files that were looked at. */
export function settingsSummary({ settings, files }: SettingsReport, { style, directory }: Canvas): string {
  const rows = settings.map(({ name, value, origin }) => ({
    name,
    value: value === undefined ? "not set" : shown(value, directory),
    from: originText(origin),
    isDefault: origin.kind === "default",
  }));
  const names = Math.max(...rows.map(({ name }) => displayWidth(name)));
  // One long path is not to push all origins aside.
  const values = Math.max(0, ...rows.map(({ value }) => displayWidth(value)).filter((width) => width <= 40));
  return [
    "",
    `  ${style.heading("What is set")}`,
    ...rows.map(({ name, value, from, isDefault }) => {
      const text = `${style.faint(pad(name, names))}  ${pad(value, values)}  `;
      return `    ${text}${isDefault ? style.faint(from) : style.accent(from)}`;
    }),
    "",
    `  ${style.heading("Where it may be set")}`,
    `    ${style.faint("options, then DEBOOTC_... variables, then:")}`,
    ...files.map(({ path, present }) => `    ${path}${present ? "" : style.faint("  (not there)")}`),
    "",
    "",
  ].join("\n");
}

function shown(value: string | number, directory: string): string {
  return typeof value === "string" && value.startsWith("/") ? shortPath(value, directory) : String(value);
}
