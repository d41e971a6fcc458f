import { buildUser } from "./chroot/build-user.ts";
import * as z from "zod";
import type { Comparison } from "./records/comparison.ts";

/** What a build sees of the machine it runs on, and what must not shape its packages. */
export const buildVariationSchema = z.strictObject({
  user: z.strictObject({ name: z.string(), id: z.int().min(1) }),
  hostname: z.string(),
  /** As TZ takes it. */
  timeZone: z.string(),
  /** Of LANG and LC_ALL. */
  locale: z.string(),
  /** Octal. */
  umask: z.string().regex(/^0[0-7]{3}$/),
  /** By how much the clock is ahead of the machine's, for programs that ask the C library. */
  clockSeconds: z.int().min(0),
  /** Directories list their entries in reverse. */
  reversedFiles: z.boolean(),
  processors: z.int().min(1),
});
export type BuildVariation = z.infer<typeof buildVariationSchema>;

/** The surroundings of every ordinary build. */
export function firstSurroundings(processors: number): BuildVariation {
  return {
    user: { name: buildUser.name, id: buildUser.id },
    hostname: "debootc",
    timeZone: "UTC",
    locale: "C.UTF-8",
    umask: "0022",
    clockSeconds: 0,
    reversedFiles: false,
    processors,
  };
}

/** More than a year, a month, a day and some hours: every part of a date is another one. */
const clockSeconds = 398 * 86_400 + 6 * 3600 + 23 * 60;

/**
 * Surroundings that differ from the first in everything that may. The time zone is on the other side of the date line;
 * the locale is the other one that every chroot has; of processors there is one less, or two instead of one.
 */
export function secondSurroundings(first: BuildVariation): BuildVariation {
  return {
    user: { name: "second", id: 1001 },
    hostname: "second-build",
    timeZone: "Etc/GMT-14",
    locale: "C",
    umask: "0002",
    clockSeconds,
    reversedFiles: true,
    processors: first.processors === 1 ? 2 : first.processors - 1,
  };
}

/** What is different between two builds, by name. */
export function variationsBetween(first: BuildVariation, second: BuildVariation): Comparison["variations"] {
  const rows: readonly (readonly [string, (surroundings: BuildVariation) => string])[] = [
    [
      "time",
      ({ clockSeconds: ahead }) =>
        ahead === 0 ? "the machine's" : `${Math.floor(ahead / 86_400)} days later`,
    ],
    ["time zone", ({ timeZone }) => timeZone],
    ["locale", ({ locale }) => locale],
    ["umask", ({ umask }) => umask],
    ["host name", ({ hostname }) => hostname],
    ["user", ({ user }) => `${user.name} (${user.id})`],
    ["core count", ({ processors }) => String(processors)],
    ["file order", ({ reversedFiles }) => (reversedFiles ? "reversed" : "the file system's")],
  ];
  return rows.flatMap(([name, show]) => {
    const [a, b] = [show(first), show(second)];
    return a === b ? [] : [{ name, first: a, second: b }];
  });
}
