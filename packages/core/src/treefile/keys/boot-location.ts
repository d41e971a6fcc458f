import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** Where a kernel stands in the tree: rpm-ostree's words, of which `new` has long been the older one. */
export const bootLocations = ["modules", "new"] as const;
export type BootLocation = (typeof bootLocations)[number];

/** `boot-location`, as a treefile writes it. */
export const bootLocationSchema = textSchema(bootLocationFaults, {
  description:
    "Where the kernel stands: `modules` for /usr/lib/modules alone, `new` for /usr/lib/ostree-boot as well, which hosts of a very old ostree need to take an update.",
  default: "modules",
  enum: bootLocations,
  examples: ["new"],
});

function bootLocationFaults(text: string): readonly TextFault[] {
  if ((bootLocations as readonly string[]).includes(text)) return [];
  const allowed = bootLocations.join(", ");
  const message = `${quoted(text)} is not possible here`;
  if (text === "legacy" || text === "both") {
    const hint =
      "A kernel in /boot of the tree is hidden on a host, where ostree mounts its own: write `new`.";
    return [{ message, allowed, hint }];
  }
  return [{ message, allowed, hint: "Remove the key, unless hosts of a very old ostree take updates." }];
}
