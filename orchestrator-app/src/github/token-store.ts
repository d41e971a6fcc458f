import * as z from "zod";
import type { GitHubAnswer } from "./call.ts";
import { readAnswer } from "./read-answer.ts";

/** Keeps the tokens of installations, which are valid for an hour. */
export interface TokenStore {
  readonly get: (installation: number) => Promise<string>;
  /** Throws a token away that GitHub refused. */
  readonly forget: (installation: number) => void;
}

/** A token is renewed so long before its end, so that none ends while a call is on its way. */
const early = 5 * 60_000;

const tokenAnswer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });

/** Returns a store; several that ask at once for the token of an installation share one call. */
export function tokenStore(
  ask: (installation: number) => Promise<GitHubAnswer>,
  githubNow: () => Date,
): TokenStore {
  const known = new Map<number, { readonly token: string; readonly until: number }>();
  const asked = new Map<number, Promise<string>>();

  const renew = async (installation: number): Promise<string> => {
    const { token, expires_at } = readAnswer(
      "the token of an installation",
      tokenAnswer,
      await ask(installation),
    );
    known.set(installation, { token, until: Date.parse(expires_at) - early });
    return token;
  };
  return {
    get: async (installation) => {
      const one = known.get(installation);
      if (one !== undefined && one.until > githubNow().getTime()) return one.token;
      const under = asked.get(installation);
      if (under !== undefined) return under;
      const promise = renew(installation).finally(() => asked.delete(installation));
      asked.set(installation, promise);
      return promise;
    },
    forget: (installation) => known.delete(installation),
  };
}
