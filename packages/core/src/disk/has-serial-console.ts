/** Returns whether kernel arguments name a serial port as a console. */
export function hasSerialConsole(kernelArguments: readonly string[]): boolean {
  return kernelArguments.some((argument) => argument.startsWith("console=ttyS"));
}
