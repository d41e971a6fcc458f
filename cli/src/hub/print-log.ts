import type { HubLogsRequest } from "@debootc/core/request/orchestrator/hub-logs-request";
import * as z from "zod";
import type { Outcome } from "../door/command-door.ts";
import { jsonLine } from "../render/stream/json.ts";
import { textFromHub } from "./ask-hub.ts";
import { followStream } from "./follow-stream.ts";

interface Printing {
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** Prints what there is of a log, in parts, so that none of it is held. */
export async function printLog(
  request: HubLogsRequest,
  task: string,
  { signal, print }: Printing,
): Promise<Outcome> {
  const line = lineWriter(print, request.json);
  let { attempt } = request;
  let offset = 0;
  for (;;) {
    const query = { attempt, offset };
    const { text, headers } = await textFromHub(request, { path: `/tasks/${task}/log`, query, signal });
    attempt ??= Number(headers.get("Debootc-Log-Attempt"));
    const next = Number(headers.get("Debootc-Log-Next"));
    line.write({ attempt, offset, next, text });
    if (!(next > offset)) break;
    offset = next;
  }
  line.end();
  return { exitStatus: 0, result: { task: Number(task), attempt, size: offset }, text: () => "" };
}

const logData = z.looseObject({
  attempt: z.number(),
  offset: z.number(),
  next: z.number(),
  text: z.string(),
});
const endData = z.looseObject({ state: z.string() });

/** Prints the lines of a log as they come, until its task is over. */
export async function followLog(
  request: HubLogsRequest,
  task: string,
  { signal, print }: Printing,
): Promise<Outcome> {
  const line = lineWriter(print, request.json);
  const { attempt } = request;
  let state = "";
  const isLast = ({ event }: { readonly event: string }) => event === "end";
  const stream = { path: `/tasks/${task}/log/stream`, query: { attempt }, isLast, signal };
  for await (const { event, data } of followStream(request, stream)) {
    if (event === "log") line.write(logData.parse(JSON.parse(data)));
    if (event === "end") ({ state } = endData.parse(JSON.parse(data)));
  }
  line.end();
  return {
    exitStatus: 0,
    result: { task: Number(task), state },
    text: () => (request.json ? "" : `task ${task} is ${state}\n`),
  };
}

/** Writes parts of a log for people, or each as a line of JSON. */
function lineWriter(print: (text: string) => void, json: boolean) {
  let isWithin = false;
  return {
    write: (part: z.infer<typeof logData>) => {
      if (part.text === "") return;
      if (json) print(jsonLine({ type: "log", ...part }));
      else {
        print(part.text);
        isWithin = !part.text.endsWith("\n");
      }
    },
    end: () => {
      if (isWithin) print("\n");
    },
  };
}
