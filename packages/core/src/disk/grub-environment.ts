import { DebootcError } from "../error/debootc-error.ts";

const size = 1024;

/**
 * Formats GRUB's environment block, which `load_env` reads and `save_env` overwrites in place: 1024 bytes with a
 * signature line, `name=value` lines and `#` up to the end (GRUB's manual, "The GRUB environment block"). Throws
 * `internal-fault` for values that do not fit.
 */
export function grubEnvironment(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${escaped(value)}\n`);
  const text = ["# GRUB Environment Block\n", ...lines].join("");
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > size) {
    throw new DebootcError("internal-fault", `a GRUB environment of ${bytes} bytes; it has room for ${size}`);
  }
  return text + "#".repeat(size - bytes);
}

function escaped(value: string): string {
  return value.replaceAll(/[\\\n]/g, "\\$&");
}
