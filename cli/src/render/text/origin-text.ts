import type { SettingOrigin } from "@debootc/core/settings/given-settings";

/** Where a value comes from: `--jobs`, `DEBOOTC_JOBS`, `/etc/debootc/config.yaml:3` or `default`. */
export function originText(origin: SettingOrigin): string {
  if (origin.kind === "file") return `${origin.file}:${origin.line}`;
  return origin.kind === "default" ? "default" : origin.name;
}
