/** Holds GitHub's limits of requests; a test may set smaller ones. */
export interface Limits {
  /** Requests an hour of an installation. */
  readonly perHour: number;
  /** Requests an hour of who has no token. */
  readonly anonymousPerHour: number;
  /** Points a minute: a reading costs one, a writing five. */
  readonly pointsPerMinute: number;
  /** New comments, reactions, checks and releases, a minute and an hour. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** Requests at the same time. */
  readonly concurrent: number;
  /** Registrations of runners in five minutes for a repository. */
  readonly runnersPerFiveMinutes: number;
}

/** Holds the limits that GitHub documents. */
export const githubLimits: Limits = {
  perHour: 5000,
  anonymousPerHour: 60,
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
  concurrent: 100,
  runnersPerFiveMinutes: 1500,
};
