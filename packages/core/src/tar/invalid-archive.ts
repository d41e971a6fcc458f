import { DebootcError } from "../error/debootc-error.ts";

/** Makes the error for an archive that may not give back what was put in. `offset` counts bytes from its start. */
export function invalidArchive(message: string, offset: number): DebootcError {
  return new DebootcError("archive-invalid", `tar archive, at byte ${offset}: ${message}`, {
    hint: "debootc reads ustar, PAX and GNU archives without sparse members. Recreate the archive, for example with GNU tar --format=pax.",
  });
}
