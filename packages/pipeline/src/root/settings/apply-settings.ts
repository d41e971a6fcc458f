import type { RootOrigins } from "@debootc/core/plan/root-origins";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RootDirectory } from "../../tree/root-directory.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { Setting } from "./refused-setting.ts";
import { setHostname } from "./set-hostname.ts";
import { setKeyboard } from "./set-keyboard.ts";
import { setLocale } from "./set-locale.ts";
import { setTimezone } from "./set-timezone.ts";

type Settings = Pick<RootPlan, "hostname" | "timezone" | "locale" | "keyboard">;

/** Sets name, time zone, locale and keyboard where the treefile gives them. Throws `treefile-invalid`. */
export async function applySettings(
  root: RootDirectory,
  { hostname, timezone, locale, keyboard }: Settings,
  origins: RootOrigins,
  context: OperationContext,
): Promise<void> {
  if (hostname !== undefined) await setHostname(root, hostname);
  if (timezone !== undefined) await setTimezone(root, placedIn(timezone, origins.timezone));
  if (locale !== undefined) {
    context.report({ type: "progress", step: `generating the locale ${locale}` });
    await setLocale(root, placedIn(locale, origins.locale), context);
  }
  if (keyboard !== undefined) await setKeyboard(root, placedIn(keyboard, origins.keyboard), context);
}

function placedIn<Value>(value: Value, origin: Setting<Value>["origin"] | undefined): Setting<Value> {
  if (origin === undefined)
    throw new DebootcError("internal-fault", "a value of the plan of a root has no place in a treefile");
  return { value, origin };
}
