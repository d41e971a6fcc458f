/** What is shorter could be a word of any text, and is not worth guessing. */
const shortest = 16;

/**
 * Lists the texts in the configuration of a just-in-time runner that nobody may read in a log: itself, the files of
 * credentials in it, and the values in these. It is Base64 of a JSON object from names of files to their bytes in
 * Base64; anything else is a secret as a whole.
 */
export function secretsOfJitConfig(jitConfig: string): readonly string[] {
  const files = objectIn(jitConfig);
  const credentials = Object.entries(files).filter(([name]) => name.includes("credentials"));
  const inside = credentials.flatMap(([, content]) =>
    typeof content === "string" ? [content, ...textsIn(objectIn(content))] : [],
  );
  return [...new Set([jitConfig, ...inside].filter((text) => text.length >= shortest))];
}

function objectIn(base64: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Addresses are in the log of every runner, and no secret. */
function textsIn(value: unknown, levels = 5): readonly string[] {
  if (typeof value === "string") return /^https?:/.test(value) ? [] : [value];
  if (typeof value !== "object" || value === null || levels === 0) return [];
  return Object.values(value).flatMap((one) => textsIn(one, levels - 1));
}
