import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { spaceFinding } from "@debootc/pipeline/doctor/space-finding";
import type { ActionLog } from "../log/action-log.ts";

/** Says where a step is going to write. */
interface Places {
  readonly outputDir: string;
  readonly cacheDir: string;
}

/** Warns before the start of a step if what it makes may not fit: it may find all of it in a cache, so that it goes on. */
export async function warnOfRoom({ outputDir, cacheDir }: Places, log: ActionLog): Promise<void> {
  const findings = await Promise.all([
    spaceFinding({ id: "output-space", title: "output directory", path: outputDir }),
    spaceFinding({ id: "cache-space", title: "cache directory", path: cacheDir }),
    // What else is wrong with a place is for whoever writes there to say.
  ]).catch(() => []);
  const warning = roomWarning(findings);
  if (warning !== undefined) log.annotate("warning", warning, { title: "debootc: little room" });
}

/** Returns what people are told of places in which there may be too little room; undefined if there is enough. */
export function roomWarning(findings: readonly DoctorFinding[]): string | undefined {
  const lacking = findings.filter(({ hint }) => hint !== undefined);
  if (lacking.length === 0) return undefined;
  const places = lacking.map(({ title, detail, hint }) => `${title}: ${detail}. ${hint}`);
  const hint = "debootc/compose/actions/setup before this step makes room by free-disk: 20.";
  return [...places, `hint: ${hint}`].join("\n");
}
