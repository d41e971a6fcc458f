/** Is a just-in-time runner: it takes one job and disappears. */
export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly workFolder: string;
  readonly groupId: number;
  readonly createdAt: number;
  /** Stands in its configuration: whoever has it is this runner. */
  readonly secret: string;
  /** Who plays it: a test, by the control, or a program, by the protocol of `/_runner`; undefined until it connects. */
  link?: "control" | "protocol";
  /** Requests of it that wait for something to happen, and what wakes them. */
  readonly waiting: Set<() => void>;
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
