import type { OutgoingRow } from "../database/tables.ts";

/**
 * Gives what waits for the limits of an installation one moment after the other, so that not all of it is tried again at
 * once where the limits allow one. What is more important has a line of its own, and waits for nothing that is less so.
 */
export interface WaitingLine {
  /** Returns when a row is due that may be sent at `at` at the earliest. */
  readonly after: (installation: number, row: Pick<OutgoingRow, "kind" | "importance">, at: Date) => Date;
}

/** How far apart calls are, in milliseconds, that the limits of a minute allow without end: of points, and of content. */
const steps = { points: 400, content: 1000 };

const ofPoints: readonly OutgoingRow["kind"][] = ["dispatch", "cancel", "look"];

/** Returns a line in which nobody waits. */
export function waitingLine(): WaitingLine {
  const last = new Map<string, number>();
  return {
    after: (installation, { kind, importance }, at) => {
      const step = ofPoints.includes(kind) ? steps.points : steps.content;
      const name = `${installation}/${importance}`;
      const due = Math.max(at.getTime(), (last.get(name) ?? 0) + step);
      last.set(name, due);
      return new Date(due);
    },
  };
}
