import * as z from "zod";
import { singleKey } from "../../layer/single-key.ts";

export const machineIdCompat = singleKey({
  name: "machineid-compat",
  schema: z.boolean().meta({
    description:
      "Ship /etc/machine-id, with the word `uninitialized`. `false` leaves the file out; either way each machine gets an id of its own at its first boot.",
    examples: [false],
  }),
  field: "machineIdCompat",
  record: z.boolean(),
  default: true,
  planned: {
    record: { machineIdCompat: z.boolean().default(true) },
    of: ({ machineIdCompat }) => ({ machineIdCompat }),
  },
});
