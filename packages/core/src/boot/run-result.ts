/** Describes a virtual machine that ran until it was switched off. Paths are absolute. */
export interface RunResult {
  readonly composeId: string;
  readonly accelerator: "kvm" | "tcg";
  /** The port of 127.0.0.1 that led to the machine's ssh. */
  readonly sshPort: number;
  /** Of the session by ssh; 0 without one. */
  readonly exitStatus: number;
  /** The guest's console. */
  readonly log: string;
}
