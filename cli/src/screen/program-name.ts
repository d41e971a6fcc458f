/** Names the command that starts debootc from its directory, so that every example on screen can be pasted. */
export const programName = "bin/debootc";
