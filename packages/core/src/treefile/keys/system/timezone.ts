import * as z from "zod";
import { timeZones } from "../../../debian/time-zones.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { closestWord } from "../../../text/closest-word.ts";
import { quoted } from "../../../text/quoted.ts";
import { singleKey } from "../../layer/single-key.ts";

export const timezone = singleKey({
  name: "timezone",
  schema: textSchema(timezoneFaults, {
    description:
      "Time zone of the machines, as `timedatectl list-timezones` names it. Needs the package tzdata.",
    absent: "UTC",
    examples: ["Europe/Lisbon"],
  }),
  field: "timezone",
  record: z.strictObject({ name: z.string(), origin: originSchema }).optional(),
  resolve: (entry) => ({ name: entry.value, origin: originOf(entry) }),
  planned: {
    record: { timezone: z.string().optional() },
    of: ({ timezone }) => (timezone === undefined ? {} : { timezone: timezone.name }),
  },
});

function timezoneFaults(text: string): readonly TextFault[] {
  if (timeZones.includes(text)) return [];
  const allowed = "a name of the time zone database, such as `Europe/Lisbon` or `UTC`";
  const message = `there is no time zone ${quoted(text)}`;
  return [{ message, allowed, hint: hintFor(text) }];
}

function hintFor(text: string): string {
  const place = text.replaceAll(/[\s-]+/g, "_").toLowerCase();
  const city = place.split("/").at(-1) ?? place;
  const cityOf = (zone: string) => zone.split("/").at(-1)?.toLowerCase() ?? "";
  const near =
    timeZones.find((zone) => zone.toLowerCase() === place) ??
    timeZones.find((zone) => cityOf(zone) === city) ??
    closestWord(text, timeZones);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return "A zone is named after a large city: `timedatectl list-timezones` lists all.";
}
