import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { isSecretOf, parseKey } from "../keys/key-text.ts";

interface Asked {
  /** The header of the request: `Bearer debootc_host_<id>_<secret>`. */
  readonly authorization: string | undefined;
  /** The session that the request belongs to; absent for one that begins a session. */
  readonly term?: number;
}

/**
 * Returns the host that a request of an agent comes from. Throws `not-authenticated` for a token that is not good, and
 * `session-ended` for a session that is not the host's latest.
 */
export async function hostOfRequest(queries: Queries, { authorization, term }: Asked): Promise<HostRow> {
  const [scheme = "", text = ""] = (authorization ?? "").split(/ +/, 2);
  const parts = scheme.toLowerCase() === "bearer" ? parseKey(text, "host") : undefined;
  const host =
    parts === undefined
      ? undefined
      : await queries.selectFrom("host").selectAll().where("token_id", "=", parts.id).executeTakeFirst();
  if (parts === undefined || host === undefined || !isSecretOf(parts.secret, host)) throw refusal();
  if (host.state === "removed") throw refusal(`host ${host.name} was removed`);
  if (term !== undefined && term !== host.term) throw sessionEnded(host, term);
  return host;
}

/** Returns the error of a request whose token is not good, or no longer. */
export function refusal(what = "the request has no token of a host, or one that is unknown"): DebootcError {
  return new DebootcError("not-authenticated", what, {
    hint: "Send `Authorization: Bearer TOKEN`; `debootc orchestrator hosts add NAME` makes a host and prints its token once.",
  });
}

/** Returns the error of a request of a session that is not the host's latest. */
export function sessionEnded(
  { name, term: latest }: Pick<HostRow, "name" | "term">,
  term: number,
): DebootcError {
  return new DebootcError(
    "session-ended",
    `session ${term} of host ${name} has ended: the latest one is ${latest}`,
    {
      hint: "End the orders of this session, and begin a new one. If this repeats, two agents use the same token.",
    },
  );
}
