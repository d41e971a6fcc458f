import fc from "fast-check";
import { expect, test } from "vitest";
import { attemptsBetween, parseNetworkAttempts } from "./network-attempts.ts";

const snmp = `Ip: Forwarding DefaultTTL InReceives InDiscards OutRequests OutDiscards OutNoRoutes ReasmTimeout
Ip: 2 64 8 0 8 0 3 0
Icmp: InMsgs OutNoRoutes
Icmp: 0 77
`;
const snmp6 = "Ip6InReceives                   \t4\nIp6OutNoRoutes                  \t2\nIcmp6OutMsgs  \t9\n";

test("packets without a route are counted for both protocols", () => {
  expect(parseNetworkAttempts(snmp, snmp6)).toEqual({ deniedAttempts: 5, ipv4: 3, ipv6: 2 });
});

test("a kernel without IPv6 counts none for it", () => {
  expect(parseNetworkAttempts(snmp, "")).toEqual({ deniedAttempts: 3, ipv4: 3, ipv6: 0 });
});

test("only attempts after the first reading count", () => {
  const before = parseNetworkAttempts(snmp, snmp6);
  expect(attemptsBetween(before, before).deniedAttempts).toBe(0);
  expect(attemptsBetween(before, { deniedAttempts: 9, ipv4: 7, ipv6: 2 })).toEqual({
    deniedAttempts: 4,
    ipv4: 4,
    ipv6: 0,
  });
});

test("any text gives a count", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const { deniedAttempts } = parseNetworkAttempts(one, other);
      expect(Number.isSafeInteger(deniedAttempts) && deniedAttempts >= 0).toBe(true);
    }),
  );
});
