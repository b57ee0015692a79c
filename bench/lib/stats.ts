/** Medians, percentiles and ratios: what a noisy machine's figures are reported in. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Milliseconds since the epoch with a fraction, comparable between processes of one machine. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now();
}
