import type { ConfigRequest } from "@debootc/core/request/config-request";
import { settings } from "@debootc/core/settings/setting";
import type { SettingsReport } from "@debootc/core/settings/settings-report";
import type { Origins } from "../door/options-from-request.ts";
import type { UserSettings } from "@debootc/pipeline/door/user-settings";

/** Returns every setting with its value and where that comes from. */
export function settingsReportOf(
  request: ConfigRequest,
  origins: Origins,
  files: UserSettings["files"],
): SettingsReport {
  return {
    settings: [...settings.values()].map(({ name, field, variable, property }) => {
      const value = request[field];
      return {
        name,
        ...(value === undefined ? {} : { value }),
        origin: origins[field] ?? { kind: "default" },
        variable,
        description: property.description,
      };
    }),
    files: [...files],
  };
}
