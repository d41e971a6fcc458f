import type { RootPlan } from "@debootc/core/plan/root-plan";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { refusedSetting, type Setting } from "./refused-setting.ts";

const zones = "/usr/share/zoneinfo";

/** Sets the time zone as tzdata does. Throws `treefile-invalid` for one that the image's tzdata does not have. */
export async function setTimezone(
  root: RootDirectory,
  { value, origin }: Setting<NonNullable<RootPlan["timezone"]>>,
): Promise<void> {
  if (!(await root.exists(`${zones}/${value}`))) {
    throw refusedSetting("timezone", origin, {
      message: `the image's tzdata has no time zone ${value}`,
      hint: "If it is an old name, add `tzdata-legacy` to packages, or write the new one.",
    });
  }
  await root.makeLink("/etc/localtime", `${zones}/${value}`);
  // Since trixie Debian no longer makes it.
  if (await root.exists("/etc/timezone")) await root.rewriteFile("/etc/timezone", `${value}\n`);
}
