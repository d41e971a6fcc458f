import type { HubLogsRequest } from "@debootc/core/request/orchestrator/hub-logs-request";
import * as z from "zod";
import type { Outcome } from "../door/command-door.ts";
import { printable } from "../render/text/printable.ts";
import { askHub } from "./ask-hub.ts";
import { pageAnswer } from "./hub-answers.ts";

const foundLine = z.looseObject({
  task: z.number(),
  attempt: z.number(),
  line: z.number(),
  offset: z.number(),
  text: z.string(),
});

/** Finds lines in the logs of a hub: it looks through a part of them at a time. */
export async function findLines(
  request: HubLogsRequest,
  text: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const items: z.infer<typeof foundLine>[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(200, request.limit - items.length);
    const query = { q: text, run: request.run, limit, cursor };
    const page = await askHub(request, pageAnswer(foundLine), { path: "/log/search", query, signal });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && items.length < request.limit);
  const lines = items.map((item) => {
    const attempt = item.attempt === 1 ? "" : ` attempt ${item.attempt}`;
    return `task ${item.task}${attempt}, line ${item.line}: ${printable(item.text)}\n`;
  });
  const more = cursor === undefined ? "" : `more lines may have it: --limit ${request.limit * 10}\n`;
  return {
    exitStatus: 0,
    result: { items, complete: cursor === undefined },
    text: () => (lines.length === 0 ? "none\n" : `${lines.join("")}${more}`),
  };
}
