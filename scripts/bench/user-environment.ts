/** The part of the environment that debootc reads and a bench hands on. */
export function userEnvironment(): Record<string, string> {
  const { HOME = "/root", DEBOOTC_MIRROR } = process.env;
  return { HOME, ...(DEBOOTC_MIRROR === undefined ? {} : { DEBOOTC_MIRROR }) };
}
