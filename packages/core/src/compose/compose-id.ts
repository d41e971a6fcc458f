import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";

/** Lists what a compose can be for, in productmd's terms. */
export const composeTypes = ["production", "development", "nightly", "ci", "test"] as const;
export type ComposeType = (typeof composeTypes)[number];

/** The mark of each type in a compose ID; production has none. */
const markOfType: Readonly<Record<ComposeType, string>> = {
  production: "",
  development: ".d",
  nightly: ".n",
  ci: ".ci",
  test: ".t",
};

/** productmd's rule: words of lower-case letters and digits joined by dashes, beginning with a letter. */
const shortPattern = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
/** productmd's rule without the dash and anything unsafe in a file name: dotted numbers, or a word. */
const versionPattern = String.raw`(?:[0-9]+(?:\.[0-9]+)*|[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)`;

export const releaseShortSchema = z.string().regex(new RegExp(`^${shortPattern}$`));
export const releaseVersionSchema = z.string().regex(new RegExp(`^${versionPattern}$`));

/** Describes the parts of a compose ID. */
export const composeIdSchema = z.strictObject({
  short: releaseShortSchema,
  version: releaseVersionSchema,
  /** Day of the compose in UTC, `YYYYMMDD`. */
  date: z.string().refine(isCalendarDay, "not a calendar day in the form YYYYMMDD"),
  type: z.enum(composeTypes),
  /** Counts from 0 among the composes of one release, day and type. */
  respin: z.int().min(0).max(999_999),
});
export type ComposeId = z.infer<typeof composeIdSchema>;

const form = "SHORT-VERSION-YYYYMMDD[.t|.ci|.n|.d].RESPIN, such as minimal-13-20250131.t.0";
const pattern = new RegExp(
  `^(?<short>${shortPattern})-(?<version>${versionPattern})-(?<date>[0-9]{8})(?<mark>\\.(?:d|n|ci|t))?\\.(?<respin>0|[1-9][0-9]{0,5})$`,
);

/** Reads a compose ID in Pungi's form. Throws `compose-id-invalid`. */
export function parseComposeId(text: string): ComposeId {
  const parts = pattern.exec(text)?.groups;
  const mark = parts?.mark ?? "";
  const parsed = composeIdSchema.safeParse({
    short: parts?.short,
    version: parts?.version,
    date: parts?.date,
    type: composeTypes.find((type) => markOfType[type] === mark),
    respin: Number(parts?.respin),
  });
  if (!parsed.success) {
    throw new DebootcError("compose-id-invalid", `"${text}" is not a compose ID`, {
      hint: `A compose ID has the form ${form}.`,
    });
  }
  return parsed.data;
}

/** Returns a compose ID as text, which is also the name of the compose's directory. Throws `compose-id-invalid`. */
export function formatComposeId(id: ComposeId): string {
  const checked = composeIdSchema.safeParse(id);
  if (!checked.success) {
    throw new DebootcError(
      "compose-id-invalid",
      `cannot make a compose ID: ${z.prettifyError(checked.error)}`,
      {
        hint: `A compose ID has the form ${form}.`,
      },
    );
  }
  return `${id.short}-${id.version}-${id.date}${markOfType[id.type]}.${id.respin}`;
}

/**
 * Returns the ID that follows all existing ones of the same release, day and type. Names that are not compose IDs
 * (`latest`, an unrelated directory) are ignored. Gaps are not filled, so that a later ID is a later compose.
 */
export function nextComposeId(wanted: Omit<ComposeId, "respin">, existing: readonly string[]): ComposeId {
  const base = formatComposeId({ ...wanted, respin: 0 }).slice(0, -1);
  const respins = existing
    .filter((name) => name.startsWith(base) && pattern.test(name))
    .map((name) => name.slice(base.length))
    .filter((tail) => /^[0-9]+$/.test(tail))
    .map(Number);
  return { ...wanted, respin: Math.max(-1, ...respins) + 1 };
}

/** Returns a moment's date in UTC as `YYYYMMDD`. */
export function composeDate(moment: Date): string {
  return moment.toISOString().slice(0, 10).replaceAll("-", "");
}

function isCalendarDay(text: string): boolean {
  const [, year, month, day] = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const moment = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && composeDate(moment) === text;
}
