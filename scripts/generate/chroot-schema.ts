import { chrootJsonSchema } from "@debootc/core/mock-build/chroot/chroot-json-schema";

/** The JSON Schema of files that configure chroots, for editors. */
export function chrootSchema(): string {
  return `${JSON.stringify(chrootJsonSchema(), undefined, 2)}\n`;
}
