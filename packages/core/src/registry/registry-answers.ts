import * as z from "zod";

const tokenSchema = z.looseObject({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().optional(),
});

const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ code: z.string().optional(), message: z.string().optional() })).min(1),
});

/** Reads the token out of an answer (distribution's token specification); undefined where there is none. */
export function parseToken(text: string): { readonly token: string; readonly seconds: number } | undefined {
  const answer = tokenSchema.safeParse(jsonOf(text)).data;
  const token = answer?.token ?? answer?.access_token;
  // What is said to be no token could not be sent in a header.
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return undefined;
  // A token lives for a minute where nothing else is said.
  return { token, seconds: answer?.expires_in ?? 60 };
}

/** Reads the first error of an answer (distribution specification, error codes). */
export function parseRegistryFault(text: string): { readonly code: string; readonly message: string } {
  const { code = "", message = "" } = errorsSchema.safeParse(jsonOf(text)).data?.errors[0] ?? {};
  return { code, message };
}

/** Reads a Range header as the number of bytes that an upload has; undefined for anything else. */
export function uploadedBytes(range: string | undefined): number | undefined {
  const end = /^(?:bytes=)?0-(\d+)$/.exec(range ?? "")?.[1];
  if (end === undefined) return undefined;
  // Registries write 0-0 for nothing, since the form has no better word for it.
  return end === "0" ? 0 : Number(end) + 1;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
