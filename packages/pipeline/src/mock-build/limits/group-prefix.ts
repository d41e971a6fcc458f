/** How the control groups of builds begin; the identity of the process that made one follows, then the step. */
export const groupPrefix = "debootc-build.";
