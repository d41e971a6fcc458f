import type { Annotation } from "../state/annotation.ts";

const levels = { error: "failure", warning: "warning", notice: "notice" } as const;

/** GitHub keeps so many annotations of a job. */
const most = 50;

/**
 * Returns the annotations that the log of a job makes, as a runner reads them: `::error title=T,file=F,line=N::TEXT`. Whatever
 * comes before the command in its line is the clock of a runner.
 */
export function annotationsIn(log: string): Annotation[] {
  const found = log.matchAll(/(?:^|\s)::(error|warning|notice)(?: ([^\r\n]*?))?::([^\r\n]*)/gm);
  return [...found.take(most)].map(([, command = "", given = "", text = ""]) => {
    const properties = new Map(
      given.split(",").map((one) => {
        const [name = "", ...value] = one.split("=");
        return [name.trim(), plain(value.join("="))];
      }),
    );
    const line = Number(properties.get("line") ?? 1) || 1;
    const title = properties.get("title");
    return {
      path: properties.get("file") ?? ".github",
      ...{ start_line: line, end_line: Number(properties.get("endLine") ?? line) || line },
      annotation_level: levels[command as keyof typeof levels],
      message: plain(text),
      ...(title === undefined ? {} : { title }),
    };
  });
}

function plain(escaped: string): string {
  return escaped
    .replaceAll(/%0D/gi, "\r")
    .replaceAll(/%0A/gi, "\n")
    .replaceAll(/%3A/gi, ":")
    .replaceAll(/%2C/gi, ",")
    .replaceAll("%25", "%");
}
