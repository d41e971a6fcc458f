import { layersLabel } from "../layers/layer-label.ts";

export interface LabelChange {
  readonly name: string;
  /** Absent where the label is new. */
  readonly from?: string;
  /** Absent where it is gone. */
  readonly to?: string;
}

/** Labels that differ, sorted by name. What each layer holds is told with the layers. */
export function diffLabels(
  old: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): LabelChange[] {
  const names = new Set([...Object.keys(old), ...Object.keys(current)]);
  names.delete(layersLabel);
  return [...names].sort().flatMap((name) => {
    const [from, to] = [old[name], current[name]];
    if (from === to) return [];
    return [{ name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
