/**
 * Counts how often programs tried to reach a network that was not there: packets and connections without a route, as
 * the network namespace itself counted them. Measured: each connect, sendto or query to a name server counts once (one
 * call of getaddrinfo may query twice), for IPv4, IPv6, multicast and broadcast alike; loopback traffic does not count.
 * Programs that need a right that a build lacks (raw sockets) or that send nothing (bind) are not seen.
 */
export interface NetworkAttempts {
  readonly deniedAttempts: number;
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * Reads the counters of a network namespace since it was made, from the texts of /proc/net/snmp and snmp6; the latter
 * is empty without IPv6.
 */
export function parseNetworkAttempts(snmp: string, snmp6: string): NetworkAttempts {
  return attempts(counterOfTable(snmp, "Ip:", "OutNoRoutes"), counterOfLine(snmp6, "Ip6OutNoRoutes"));
}

/** Returns the attempts between two readings. */
export function attemptsBetween(before: NetworkAttempts, after: NetworkAttempts): NetworkAttempts {
  return attempts(Math.max(0, after.ipv4 - before.ipv4), Math.max(0, after.ipv6 - before.ipv6));
}

function attempts(ipv4: number, ipv6: number): NetworkAttempts {
  return { deniedAttempts: ipv4 + ipv6, ipv4, ipv6 };
}

/** Reads a counter from snmp, which has two lines for each protocol: `Ip: Forwarding ...` and `Ip: 1 ...`. */
function counterOfTable(text: string, protocol: string, name: string): number {
  const [names = [], values = []] = text
    .split("\n")
    .filter((line) => line.startsWith(protocol))
    .map((line) => line.trim().split(/\s+/));
  return count(values[names.indexOf(name)]);
}

function counterOfLine(text: string, name: string): number {
  return count(new RegExp(`^${name}\\s+([0-9]+)$`, "m").exec(text)?.[1]);
}

function count(text: string | undefined): number {
  return text !== undefined && /^[0-9]+$/.test(text) ? Number(text) : 0;
}
