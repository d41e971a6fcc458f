/** Describes one step of the gate, which returns what is wrong, each complaint ready to be printed. */
export interface Check {
  readonly name: string;
  readonly find: () => Promise<readonly string[]>;
}
