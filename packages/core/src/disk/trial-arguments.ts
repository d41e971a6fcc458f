/**
 * Lists the kernel arguments that end a boot that cannot go on, so that the boot loader can count it instead of waiting for a
 * person. Without rd.timeout, dracut waits for a root device for ever; without rd.emergency, it switches the machine off
 * (dracut.cmdline(7)).
 */
export const trialArguments = ["panic=30", "rd.timeout=200", "rd.shell=0", "rd.emergency=reboot"] as const;
