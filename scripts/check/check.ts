/** One step of the gate: answers with what is wrong, each complaint ready to be printed. */
export interface Check {
  readonly name: string;
  readonly find: () => Promise<readonly string[]>;
}
