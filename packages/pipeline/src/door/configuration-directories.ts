import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { dirname } from "node:path";
import type { UserSettings } from "./user-settings.ts";

/** Returns the directories in which the user and the machine configure chroots: next to their settings. */
export function configurationDirectories(files: UserSettings["files"]): ConfigurationDirectories {
  const [user = "", site = ""] = files.map(({ path }) => dirname(path));
  return { user, site };
}
