import type { Canvas } from "../../screen/screen.ts";

export interface NextStep {
  readonly purpose: string;
  /** Can be pasted as it stands. */
  readonly command: string;
}

/** What to try next: each purpose as a comment above its command, so that both can be pasted. */
export function nextStepRows(steps: readonly NextStep[], { style }: Canvas): string[] {
  if (steps.length === 0) return [];
  return [
    "",
    `  ${style.heading("Try next")}`,
    ...steps.flatMap(({ purpose, command }) => [
      `    ${style.faint(`# ${purpose}`)}`,
      `    ${style.accent(command)}`,
    ]),
  ];
}
