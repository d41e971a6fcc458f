import { type NetworkAttempts, parseNetworkAttempts } from "@debootc/core/mock-build/network-attempts";
import { readIfPresent } from "../files/read-if-present.ts";
import { run } from "../run.ts";

/** What the network namespace of this process counted of attempts to leave it, since it was made. */
export async function readNetworkAttempts(): Promise<NetworkAttempts> {
  const [snmp, snmp6] = await Promise.all(
    ["/proc/self/net/snmp", "/proc/self/net/snmp6"].map((path) => readIfPresent(path)),
  );
  return parseNetworkAttempts(snmp?.toString() ?? "", snmp6?.toString() ?? "");
}

/** Sets loopback up in the network namespace of this process, where it is down at first. Without it localhost leads nowhere. */
export async function bringUpLoopback(): Promise<void> {
  await run({ tool: "ip", args: ["link", "set", "dev", "lo", "up"] });
}
