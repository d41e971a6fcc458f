/** Lists the roots to check. bootc's packages ship an example base image, which bootc's linter checks too. */
export const rootsToCheck = ["", "/usr/share/doc/bootc/baseimage/base"] as const;
