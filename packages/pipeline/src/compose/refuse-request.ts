import { DebootcError } from "@debootc/core/error/debootc-error";
import { nativeArchitecture } from "@debootc/tools/native-architecture";

/** Refuses an architecture that is not the machine's: packages are configured by running their programs. Throws `usage`. */
export async function refuseForeignArchitecture(architecture: string): Promise<void> {
  const native = await nativeArchitecture();
  if (architecture === native) return;
  throw new DebootcError("usage", `this machine is ${native} and cannot compose for ${architecture}`, {
    hint: `Compose on a machine of that architecture. Locking works on any: debootc lock --arch ${architecture}`,
  });
}

/** Refuses directories whose paths apt's configuration cannot express. Throws `usage`. */
export function refuseUnquotable(...directories: readonly string[]): void {
  const wrong = directories.find((directory) => /["\\\n]/.test(directory));
  if (wrong === undefined) return;
  throw new DebootcError("usage", `${JSON.stringify(wrong)} cannot be used: apt cannot read such a path`, {
    hint: "Choose a directory whose path has no double quote, backslash or line break.",
  });
}
