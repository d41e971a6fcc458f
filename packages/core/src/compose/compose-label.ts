import * as z from "zod";

/** Lists the names of milestones from earliest to latest, as productmd does. */
export const milestones = [
  "EA",
  "DevelPhaseExit",
  "InternalAlpha",
  "Alpha",
  "InternalSnapshot",
  "Beta",
  "Snapshot",
  "RC",
  "Update",
  "SecurityFix",
] as const;
export type Milestone = (typeof milestones)[number];

/** Checks a label of the form `MILESTONE-X.Y`, such as `RC-1.2`. */
export const composeLabelSchema = z
  .string()
  .regex(new RegExp(`^(?:${milestones.join("|")})-[0-9]+\\.[0-9]+$`), {
    error: (issue) =>
      `"${String(issue.input)}" is not a label; a label is one of ${milestones.join(", ")} followed by -X.Y, such as RC-1.0`,
  });

const supportedMilestones: readonly string[] = ["RC", "Update", "SecurityFix"] satisfies Milestone[];

/** Checks whether a label marks final content, which gets support. */
export function isSupported(label: string): boolean {
  return supportedMilestones.includes(milestoneOf(label));
}

/** Orders labels by milestone, then by number; negative when `a` comes first. */
export function compareLabels(a: string, b: string): number {
  const places = [a, b].map((label) => (milestones as readonly string[]).indexOf(milestoneOf(label)));
  const numbers = [a, b].map((label) =>
    label
      .slice(label.lastIndexOf("-") + 1)
      .split(".")
      .map(Number),
  );
  const difference = [
    (places[0] ?? 0) - (places[1] ?? 0),
    (numbers[0]?.[0] ?? 0) - (numbers[1]?.[0] ?? 0),
    (numbers[0]?.[1] ?? 0) - (numbers[1]?.[1] ?? 0),
  ];
  return difference.find((value) => value !== 0) ?? 0;
}

function milestoneOf(label: string): string {
  return label.slice(0, label.lastIndexOf("-"));
}
