import * as z from "zod";
import { apiPath, type CallGitHub, queryOf } from "./call.ts";
import { readAnswer } from "./read-answer.ts";

const delivery = z.object({
  id: z.int(),
  guid: z.string(),
  event: z.string(),
  status_code: z.int(),
  delivered_at: z.iso.datetime({ offset: true }),
  redelivery: z.boolean(),
});
export type SentDelivery = z.infer<typeof delivery>;

/** Asks for a page of what GitHub has delivered to the App, the newest first, with the cursor of the next page. */
export async function listDeliveries(
  call: CallGitHub,
  { cursor, perPage = 100 }: { readonly cursor?: string; readonly perPage?: number },
): Promise<{ readonly deliveries: readonly SentDelivery[]; readonly next: string | undefined }> {
  const path = `/app/hook/deliveries${queryOf({ per_page: perPage, cursor })}`;
  const answer = await call({ method: "GET", path, cost: "read" });
  return {
    deliveries: readAnswer("deliveries", z.array(delivery), answer),
    next: nextCursor(answer.headers.get("link") ?? ""),
  };
}

function nextCursor(link: string): string | undefined {
  const url = /<([^<>]+)>;\s*rel="next"/.exec(link)?.[1];
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).searchParams.get("cursor") ?? undefined;
}

/** Asks for the login that the App acts by: what it dispatches is started by this account. */
export async function loginOfApp(call: CallGitHub): Promise<string> {
  const answer = await call({ method: "GET", path: "/app", cost: "read" });
  return `${readAnswer("the App", z.object({ slug: z.string().min(1) }), answer).slug}[bot]`;
}

/** Asks GitHub to deliver something again. Returns false if GitHub no longer has it. */
export async function redeliver(call: CallGitHub, id: number): Promise<boolean> {
  const path = apiPath`/app/hook/deliveries/${id}/attempts`;
  const answer = await call({ method: "POST", path, cost: "write", expected: [404, 422] });
  return answer.status < 300;
}
