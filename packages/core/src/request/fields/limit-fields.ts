import * as z from "zod";
import { durationLimit, sizeLimit } from "../../document/limit-text.ts";
import { field } from "./request-field.ts";

const time = "TIME";
const size = "SIZE";

/** Limits what the scripts of packages and treefiles may use in a compose; each is a setting of the machine. */
export const limitFields = {
  limitTime: field(durationLimit("").default("1h"), {
    description:
      "how long the packages may take to install, and each postprocess script, such as 90min; none for no limit",
    placeholder: time,
    setting: "limit-time",
  }),
  limitSilence: field(durationLimit("").default("30min"), {
    description: "how long they may print nothing; none for no limit",
    placeholder: time,
    setting: "limit-silence",
  }),
  limitMemory: field(sizeLimit("").default("none"), {
    description: "memory of all their processes together, such as 8GiB",
    placeholder: size,
    setting: "limit-memory",
  }),
  limitProcesses: field(z.int().min(64).default(4096), {
    description: "processes and threads that they may have at one time",
    placeholder: "N",
    setting: "limit-processes",
  }),
  limitDisk: field(sizeLimit("").default("none"), {
    description: "how large the root may become, such as 32GiB",
    placeholder: size,
    setting: "limit-disk",
  }),
};
