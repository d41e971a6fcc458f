import * as z from "zod";
import { singleKey } from "../../layer/single-key.ts";

export const documentation = singleKey({
  name: "documentation",
  schema: z.boolean().meta({
    description:
      "Install documentation. `false` leaves out manual pages and all of /usr/share/doc, including changelogs, but not the copyright files.",
    examples: [false],
  }),
  field: "documentation",
  record: z.boolean(),
  default: true,
  planned: {
    record: { documentation: z.boolean().default(true) },
    of: ({ documentation }) => ({ documentation }),
  },
});
