/** Is what a line of act's output in JSON comes to. */
export interface ActLine {
  /** What belongs into the log of the job, without the end of the line; undefined for what is of no interest there. */
  readonly text: string | undefined;
  /** How the job ended, if this line says so. */
  readonly result?: "success" | "failure";
  /** The command of a step that makes an annotation, as it was written, with the title that the log does not show. */
  readonly annotation?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a line that `act --json` printed while it ran a job. */
export function readActLine(line: string, job: string): ActLine {
  const entry = parsed(line);
  const message = entry?.["msg"];
  const raw = entry?.["raw"];
  // What the job needs has its stand-ins, whose failures are not its own.
  if (/^Error: Job '.*' failed$/.test(line)) return { text: undefined };
  if (entry === undefined || typeof message !== "string") return { text: line };
  const ofTheJob = entry["jobID"] === job;
  if (!ofTheJob && ("jobID" in entry || !["error", "fatal"].includes(String(entry["level"]))))
    return { text: undefined };
  const text = textOf(entry, message.replace(/\n$/, ""));
  const result = entry["jobResult"];
  return {
    text,
    ...(ofTheJob && (result === "success" || result === "failure") ? { result } : {}),
    ...(isAnnotation(entry) && typeof raw === "string" ? { annotation: raw.trim() } : {}),
  };
}

function isAnnotation({ command }: Json): boolean {
  return typeof command === "string" && ["error", "warning", "notice"].includes(command);
}

const shown = new Set(["error", "warning", "notice", "group", "endgroup"]);

/** Commands become what GitHub's logs have in their place. */
function textOf(entry: Json, message: string): string | undefined {
  const { command, arg, raw_output: isRaw, level } = entry;
  // What a step says to its runner alone, such as its outputs, is in no log of GitHub.
  if (typeof command === "string") return shown.has(command) ? `##[${command}]${textIn(arg)}` : undefined;
  if (isRaw === true) return message;
  if (/^(LocalRepositoryCache|Cleaning up container) /.test(message)) return undefined;
  return level === "error" ? `##[error]${message}` : message;
}

function textIn(arg: unknown): string {
  return typeof arg === "string" ? arg : "";
}

function parsed(line: string): Json | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}
