/** Is what a method of a service answers. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Answers a call of a service, both in Twirp's JSON form with the field names of the protocol. */
export type Method = (request: Readonly<Record<string, unknown>>) => Answer;

/** Holds what services need of their server. */
export interface Services {
  /** Returns where the bytes of a blob go to or come from. */
  readonly urlOf: (blob: string, permission: "read" | "write") => string;
  /** Returns a number that nothing else has. */
  readonly newId: () => number;
}
