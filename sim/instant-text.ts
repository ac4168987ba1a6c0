/** '2026-11-20T00:15:00Z', as Gamma writes instants. */
export const isoSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The last second asked for and its text: neighbouring frames share it. */
const cached = { second: -1, text: '' };

/** '2026-11-20T00:00:01.042317Z': an instant in ms and the microseconds beyond it. */
export function isoMicros(at: number, micros: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== cached.second) {
    cached.second = second;
    cached.text = new Date(second * 1_000).toISOString().slice(0, 20);
  }
  return `${cached.text}${String(1_000_000 + (at % 1_000) * 1_000 + micros).slice(1)}Z`;
}
