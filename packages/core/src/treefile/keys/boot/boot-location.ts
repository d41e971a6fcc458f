import * as z from "zod";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";

import { singleKey } from "../../layer/single-key.ts";

/** Where a kernel is in the tree: rpm-ostree's words, of which `new` has long been the older one. */
const locations = ["modules", "new"] as const;
const locationSchema = z.enum(locations);

export const bootLocation = singleKey({
  name: "boot-location",
  schema: textSchema(bootLocationFaults, {
    description:
      "Where the kernel is: `modules` for /usr/lib/modules alone, `new` for /usr/lib/ostree-boot as well, which hosts of a very old ostree need to take an update.",
    enum: locations,
    examples: ["new"],
  }),
  field: "bootLocation",
  record: locationSchema,
  resolve: ({ value }) => locationSchema.safeParse(value).data,
  default: "modules",
  planned: {
    record: { bootLocation: locationSchema.default("modules") },
    of: ({ bootLocation }) => ({ bootLocation }),
  },
});

function bootLocationFaults(text: string): readonly TextFault[] {
  if ((locations as readonly string[]).includes(text)) return [];
  const allowed = locations.join(", ");
  const message = `${quoted(text)} is not possible here`;
  if (text === "legacy" || text === "both") {
    const hint =
      "A kernel in /boot of the tree is hidden on a host, where ostree mounts its own: write `new`.";
    return [{ message, allowed, hint }];
  }
  return [{ message, allowed, hint: "Remove the key, unless hosts of a very old ostree take updates." }];
}
