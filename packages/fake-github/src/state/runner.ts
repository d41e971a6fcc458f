/** Is a just-in-time runner: it takes one job and disappears. */
export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly workFolder: string;
  readonly groupId: number;
  readonly createdAt: number;
  online: boolean;
  /** Whether it stays connected but never begins what it is offered. */
  deaf: boolean;
  /** The job that it works on. */
  jobId?: number;
  /** The job that it was offered. */
  offeredJobId?: number;
  /** How many offers it did not take. */
  missed: number;
  /** When it was last connected. */
  lastSeen: number;
}
