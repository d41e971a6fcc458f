import * as z from "zod";
import { singleKey } from "../../layer/single-key.ts";

/** What /opt and /usr/local are, in rpm-ostree's words: the machine's own, or part of the image. */
const choice = z.enum(["var", "root"]);
export type OptUsrlocal = z.infer<typeof choice>;

export const optUsrlocal = singleKey({
  name: "opt-usrlocal",
  schema: choice.meta({
    description:
      "What /opt and /usr/local are: `var` for links into /var, empty and the machine's own; `root` for read-only directories of the image.",
    examples: ["root"],
  }),
  field: "optUsrlocal",
  record: choice,
  default: "var",
  planned: {
    record: { optUsrlocal: choice.default("var") },
    of: ({ optUsrlocal }) => ({ optUsrlocal }),
  },
});
