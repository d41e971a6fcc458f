import { type ActionLog, actionLog } from "./action-log.ts";

/** Returns a log, and what it wrote: one line for each line, group and annotation. */
export function capturedLog(): { readonly log: ActionLog; readonly written: string[] } {
  const written: string[] = [];
  const annotate = (severity: string) => (text: string | Error, place?: object) =>
    void written.push(`[${severity}] ${JSON.stringify(place)} ${String(text)}`);
  const log = actionLog({
    info: (text) => void written.push(...text.split("\n")),
    startGroup: (title) => void written.push(`[group] ${title}`),
    endGroup: () => void written.push("[end]"),
    error: annotate("error"),
    warning: annotate("warning"),
    notice: annotate("notice"),
  });
  return { log, written };
}
