import type * as z from "zod";
import type { Fault } from "../document/document-file.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import { packageOrder } from "./package-order.ts";
import { channelsSchema } from "./schema/channel-schema.ts";

type Channels = z.output<typeof channelsSchema>;

/** Returns what is wrong with `channels` between its entries: channels that nobody can come into, and two that are the latest. */
export function channelFaults(value: Readonly<Record<string, unknown>>): readonly Fault[] {
  const parsed = channelsSchema.safeParse(value["channels"]);
  // Each entry has its own faults then, which are reported already.
  if (!parsed.success) return [];
  return [...unknownChannels(parsed.data), ...rings(parsed.data), ...secondLatest(parsed.data)];
}

function unknownChannels(channels: Channels): readonly Fault[] {
  const names = new Set(channels.map(({ name }) => name));
  return channels.flatMap(({ after }, index) => {
    if (after === undefined || names.has(after)) return [];
    const near = closestWord(after, names);
    return [
      {
        path: ["channels", index, "after"],
        given: quoted(after),
        message: "no channel has this name",
        allowed: "the `name` of another entry",
        ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
      },
    ];
  });
}

function rings(channels: Channels): readonly Fault[] {
  const needing = channels.map(({ name, after }) => ({
    source: name,
    needs: after === undefined ? [] : [after],
  }));
  return packageOrder(needing).cycles.flatMap((cycle) => {
    const names = cycle.map((index) => needing[index]?.source ?? "");
    const [first = ""] = names;
    const message =
      cycle.length === 1
        ? "no release comes into a channel after itself"
        : `no release comes into channels that are after each other: ${[...names, first].join(" -> ")}`;
    return [
      {
        path: ["channels", cycle.at(-1) ?? 0, "after"],
        given: quoted(first),
        message,
        hint: "Remove one of these `after`: releases come first into a channel without it.",
      },
    ];
  });
}

function secondLatest(channels: Channels): readonly Fault[] {
  const first = channels.find(({ latest }) => latest === true);
  return channels.flatMap((channel, index) =>
    channel.latest !== true || channel === first
      ? []
      : [
          {
            path: ["channels", index, "latest"],
            given: "true",
            message: `${quoted(first?.name ?? "")} says which release is the latest already`,
            hint: "GitHub shows one release as the latest: leave `latest` to one channel.",
          },
        ],
  );
}
