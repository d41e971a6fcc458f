import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

const types = ["service", "socket", "timer", "path", "mount", "target", "automount", "swap", "slice"];
const longest = 255;

/** systemd.unit(5): a prefix, perhaps an instance after `@`, and a type that can be enabled. */
export const unitPattern = `^[A-Za-z0-9:_.\\\\][A-Za-z0-9:_.\\\\-]*(@[A-Za-z0-9:_.\\\\@-]*)?\\.(${types.join("|")})$`;
const unit = new RegExp(unitPattern);

/** Rule for an item of `units`. */
export function unitFaults(text: string): readonly TextFault[] {
  if (unit.test(text)) return lengthFaults(text);
  return [
    {
      message: `${quoted(text)} is not a unit that can be enabled`,
      allowed: `a name that ends in ${types.map((type) => `.${type}`).join(", ")}`,
      hint: hintFor(text),
    },
  ];
}

function lengthFaults(text: string): readonly TextFault[] {
  if (text.length <= longest) return [];
  const message = `the name has ${text.length} characters`;
  return [{ message, allowed: `at most ${longest}`, hint: "systemd reads no longer ones (UNIT_NAME_MAX)." }];
}

function hintFor(text: string): string {
  if (text.includes("/"))
    return "Name the unit, not its file; ship the file with `add-files` below /usr/lib/systemd/system.";
  if (/\.(device|scope)$/.test(text))
    return "Units of this type are made at run time; they cannot be enabled.";
  if (/^[-!]|^(no|disable|mask)\b/.test(text))
    return "Units are enabled here; to disable one, ship a preset file with `add-files`.";
  if (/\s/.test(text.trim())) return "Write one unit an item.";
  if (unit.test(`${text}.service`)) return `Did you mean \`${text}.service\`?`;
  return "Units are named as `systemctl list-unit-files` shows them.";
}

/** Rule for `default-target`. */
export function targetFaults(text: string): readonly TextFault[] {
  if (unit.test(text) && text.endsWith(".target")) return lengthFaults(text);
  const allowed = "a name that ends in .target";
  const guess = `${text}.target`;
  const hint =
    unit.test(guess) && !unit.test(text) ? `Did you mean \`${guess}\`?` : "Write it as `multi-user.target`.";
  return [{ message: `${quoted(text)} is not a target`, allowed, hint }];
}
