/** bootc's packages put an example of a base image here; where it is, bootc's linter holds it to the same rules. */
export const rootsToCheck = ["", "/usr/share/doc/bootc/baseimage/base"] as const;
