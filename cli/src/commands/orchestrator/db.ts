import { hubDbRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const db = defineCommand({
  description:
    "Look after the database of a hub: PostgreSQL by DATABASE_URL, else the embedded one, whose hub has to be stopped " +
    "first. check ends with exit status 8 if it finds damage.",
  request: hubDbRequestSchema,
  examples: [
    { purpose: "look for damage", command: `${programName} orchestrator db check` },
    { purpose: "the same for scripts", command: `${programName} orchestrator db check --json` },
    { purpose: "write a backup", command: `${programName} orchestrator db backup /srv/backup/hub.gz` },
    {
      purpose: "move to PostgreSQL",
      command: `DATABASE_URL=postgresql://hub@db/hub ${programName} orchestrator db copy --to postgresql`,
    },
  ],
  handsOnStreams: true,
  run: async ({ action, file, dataDir, to, json }, { signal }) => {
    const { askHubProgram, optionsOf, runHubProgram } = await import("../../hub/run-hub-program.ts");
    const words = [action, ...(file === undefined ? [] : [file]), ...optionsOf({ dataDir, to })];
    return json
      ? askHubProgram("upkeep/main.ts", [...words, "--json"], signal)
      : runHubProgram("upkeep/main.ts", words, signal);
  },
});
