import { type NetworkAttempts, parseNetworkAttempts } from "@debootc/core/mock-build/network-attempts";
import { readIfPresent } from "../files/paths.ts";
import { run } from "../run.ts";

/** Reads how often programs tried to leave the network namespace of this process since it was made. */
export async function readNetworkAttempts(): Promise<NetworkAttempts> {
  const [snmp, snmp6] = await Promise.all(
    ["/proc/self/net/snmp", "/proc/self/net/snmp6"].map((path) => readIfPresent(path)),
  );
  return parseNetworkAttempts(snmp?.toString() ?? "", snmp6?.toString() ?? "");
}

/** Brings loopback up in the network namespace of this process: a new one has it down, and localhost fails. */
export async function bringUpLoopback(): Promise<void> {
  await run({ tool: "ip", args: ["link", "set", "dev", "lo", "up"] });
}
