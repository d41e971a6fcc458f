import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";

/** Holds the fields of every request to a hub. */
export const hubFields = {
  hub: field(
    z
      .string()
      .regex(/^https?:\/\/[^/?#@]+\/*$/)
      .default("http://127.0.0.1:8090"),
    {
      description: "the address of the hub; its key comes from DEBOOTC_HUB_KEY or a file",
      placeholder: "URL",
      allowed: "an address such as https://hub.example.org",
    },
  ),
  keyFile: field(z.string().min(1).optional(), {
    description: "the file that has the key, which only its owner should be able to read",
    placeholder: "FILE",
    path: "file",
  }),
  json: jsonField,
};

/** Says which hub is asked, and where its key is. */
export type HubAccess = { readonly hub: string; readonly keyFile?: string | undefined };
