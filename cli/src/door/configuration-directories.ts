import type { ConfigurationDirectories } from "@debootc/pipeline/chroot-configuration/load-chroot-configuration";
import { dirname } from "node:path";
import type { UserSettings } from "./user-settings.ts";

/** Where the user and the machine keep what configures chroots: beside their settings. */
export function configurationDirectories(files: UserSettings["files"]): ConfigurationDirectories {
  const [user = "", site = ""] = files.map(({ path }) => dirname(path));
  return { user, site };
}
