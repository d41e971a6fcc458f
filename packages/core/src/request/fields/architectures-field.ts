import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../../debian/debian-architecture.ts";
import { field } from "./request-field.ts";

/** Returns a field of architectures, for requests that may be about several. Has no default: each door knows its machine. */
export function architecturesField(description: string) {
  return field(z.array(debianArchitectureSchema).min(1), {
    description: `${description}; can be given several times`,
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  });
}
