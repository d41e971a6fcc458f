import { doctorRequestSchema } from "@debootc/core/request/doctor-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { doctorStatus, doctorSummary } from "../render/screens/doctor-summary.ts";

export const doctor = defineCommand({
  description:
    "Look at this machine: the programs, rights and space that composing needs, and what a crashed run left behind.",
  request: doctorRequestSchema,
  examples: [
    { purpose: "say what is missing", command: `${programName} doctor` },
    { purpose: "remove what a crashed run left", command: `${programName} doctor --fix` },
  ],
  run: async (request, deps) => {
    const { runDoctor } = await import("@debootc/pipeline/doctor/run-doctor");
    const result = await runDoctor(request, deps);
    return { exitStatus: doctorStatus(result), result, text: (canvas) => doctorSummary(result, canvas) };
  },
});
