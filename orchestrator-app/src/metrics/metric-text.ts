/** Describes a figure with its values, one for each set of labels. */
export interface Metric {
  /** Of lower-case letters, digits and underscores; the unit comes last, and `total` behind that of a counter. */
  readonly name: string;
  readonly kind: "counter" | "gauge";
  /** What it says, in one line. */
  readonly help: string;
  readonly values: readonly MetricValue[];
}

/** Holds a value and the labels that tell it from others. */
export interface MetricValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Formats figures as Prometheus reads them: its text format 0.0.4,
 * https://prometheus.io/docs/instrumenting/exposition_formats/.
 */
export function metricText(metrics: readonly Metric[]): string {
  return metrics.map(familyText).join("");
}

function familyText({ name, kind, help, values }: Metric): string {
  const lines = values.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}\n`);
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
