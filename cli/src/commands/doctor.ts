import { doctorRequestSchema } from "@debootc/core/request/doctor-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { doctorStatus, doctorSummary } from "../render/screens/doctor-summary.ts";

export const doctor = defineCommand({
  description:
    "Check this machine for the programs, privileges and space that debootc needs, and for leftovers of crashed runs.",
  request: doctorRequestSchema,
  examples: [
    { purpose: "show what is missing", command: `${programName} doctor` },
    { purpose: "remove what crashed runs left behind", command: `${programName} doctor --fix` },
  ],
  run: async (request, deps) => {
    const { runDoctor } = await import("@debootc/pipeline/doctor/run-doctor");
    const result = await runDoctor(request, deps);
    return { exitStatus: doctorStatus(result), result, text: (canvas) => doctorSummary(result, canvas) };
  },
});
