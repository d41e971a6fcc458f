import * as z from "zod";
import { localeSources } from "../../../debian/locale-sources.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { closestWord } from "../../../text/closest-word.ts";
import { quoted } from "../../../text/quoted.ts";
import { singleKey } from "../../layer/single-key.ts";

/** Names the locale that the C library itself has; every other is made by the package `locales`. */
export const builtInLocale = "C.UTF-8";

export const locale = singleKey({
  name: "locale",
  schema: textSchema(localeFaults, {
    description:
      "Language and formats of the system, with its charset. It is generated in the image; needs the package locales.",
    absent: builtInLocale,
    pattern: "^(C|[a-z]{2,3}_[A-Z]{2}).UTF-8(@[a-z]+)?$",
    examples: ["pt_PT.UTF-8"],
  }),
  field: "locale",
  record: z.strictObject({ name: z.string(), origin: originSchema }).optional(),
  resolve: (entry) => ({ name: entry.value, origin: originOf(entry) }),
  planned: {
    record: { locale: z.string().optional() },
    of: ({ locale }) => (locale === undefined ? {} : { locale: locale.name }),
  },
});

function localeFaults(text: string): readonly TextFault[] {
  if (text === builtInLocale) return [];
  const [, source = "", charset, modifier = ""] = /^([^.@]*)(?:\.([^@]*))?(@.*)?$/.exec(text) ?? [];
  const known = localeSources.find((one) => one === `${source}${modifier}`);
  if (known !== undefined && charset === "UTF-8") return [];
  const allowed = "a language, a country and the charset, such as `pt_PT.UTF-8`, or `C.UTF-8`";
  if (known === undefined && text !== "C") return [unknownFault(text, `${source}${modifier}`, allowed)];
  const hint = `Write \`${source}.UTF-8${modifier}\`.`;
  const message =
    charset === undefined
      ? `the locale ${quoted(text)} has no charset`
      : `the charset ${quoted(charset)} cannot be that of a system`;
  return [{ message, allowed, hint }];
}

function unknownFault(text: string, source: string, allowed: string): TextFault {
  const language = source.replace("-", "_").toLowerCase();
  const near =
    localeSources.find((one) => one.toLowerCase() === language) ??
    localeSources.find((one) => one.toLowerCase() === `${language}_${language}`) ??
    localeSources.find((one) => one.toLowerCase().startsWith(`${language}_`)) ??
    closestWord(source, localeSources);
  const named = near?.replace(/(?=@|$)/, ".UTF-8");
  const hint =
    named === undefined
      ? "/usr/share/i18n/SUPPORTED of the package locales lists all."
      : `Did you mean \`${named}\`?`;
  return { message: `there is no locale ${quoted(text)}`, allowed, hint };
}
