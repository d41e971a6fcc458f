/** How people start debootc from its directory; every example on screen can be pasted as it stands. */
export const programName = "bin/debootc";
