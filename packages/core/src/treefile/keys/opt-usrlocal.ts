import * as z from "zod";

/** What /opt and /usr/local are, in rpm-ostree's words: the machine's own, or of the image. */
export const optUsrlocals = ["var", "root"] as const;
export type OptUsrlocal = (typeof optUsrlocals)[number];

/** `opt-usrlocal`, as a treefile writes it. */
export const optUsrlocalSchema = z.enum(optUsrlocals).meta({
  description:
    "What /opt and /usr/local are: `var` for links into /var, empty and the machine's own; `root` for read-only directories of the image.",
  default: "var",
  examples: ["root"],
});
