import { printable } from "../text/printable.ts";
import * as z from "zod";

const refusal = z.object({
  message: z.string().catch(""),
  errors: z.array(z.union([z.string(), z.looseObject({})])).catch([]),
});

/** Returns what GitHub says in an answer that is not a success, fit to be shown; empty if it says nothing. */
export function refusalWords(bytes: Uint8Array): string {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.subarray(0, 20_000)).toString());
  } catch {
    return "";
  }
  const { message, errors } = refusal.catch({ message: "", errors: [] }).parse(value);
  const details = errors.map((one) => (typeof one === "string" ? one : (one["message"] ?? one["code"])));
  const words = [message, ...details].filter((one) => typeof one === "string" && one !== "");
  return printable(words.join("; ")).slice(0, 500);
}
