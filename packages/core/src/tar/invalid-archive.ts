import { DebootcError } from "../error/debootc-error.ts";

/** An archive that cannot be trusted to give back what was put in. `offset` counts bytes from its start. */
export function invalidArchive(message: string, offset: number): DebootcError {
  return new DebootcError("archive-invalid", `tar archive, at byte ${offset}: ${message}`, {
    hint: "debootc reads ustar, PAX and GNU archives without sparse members. Make the archive again, or with GNU tar --format=pax.",
  });
}
