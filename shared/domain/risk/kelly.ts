/**
 * Kelly fraction of capital for a share that costs `cost` dollars in all (price, fee, drift) and pays 1 with
 * `probability`: (p - c) / (1 - c). 0 where there is no edge. For statistics; sizing rounds it down to money.
 */
export function kellyFraction(probability: number, cost: number): number {
  return cost >= 1 ? 0 : Math.max(0, (probability - cost) / (1 - cost));
}
