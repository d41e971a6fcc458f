/** Counts what `POST /webhooks` has answered since the hub began. */
export interface IntakeCounters {
  accepted: number;
  /** Deliveries that were stored before. */
  duplicates: number;
  /** Requests whose signature is missing or wrong. */
  forged: number;
  /** Other requests that were refused, by the code of the error. */
  readonly refused: Map<string, number>;
  /** Deliveries that could not be stored: GitHub shows them as failed. */
  unstored: number;
  /** Accepted deliveries by the name of the event. Their senders know the secret, so that there are not endlessly many. */
  readonly events: Map<string, number>;
}

export function intakeCounters(): IntakeCounters {
  return { accepted: 0, duplicates: 0, forged: 0, refused: new Map(), unstored: 0, events: new Map() };
}

export function countIn(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
