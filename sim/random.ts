import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The draws of one part of the simulated market. Parts have their own, so that one can change alone. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  uniform(): number;
  normal(): number;
  /** Mean 1. */
  exponential(): number;
  lognormal(median: number, sigma: number): number;
  /** A whole number from 0 to `below` - 1. */
  whole(below: number): number;
  /** `digits` random hexadecimal digits, a multiple of 8. */
  hex(digits: number): string;
}

/** '0000' to 'ffff'. */
const FOUR_DIGITS = Array.from({ length: 1 << 16 }, (_, i) => i.toString(16).padStart(4, '0'));

/** FNV-1a over the name and the seed, so that neighbouring seeds start far apart. */
function startState(seed: number, part: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${part}/${seed}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash;
}

export function makeRandom(seed: number, part: string): Random {
  const generator = xoroshiro128plus(startState(seed, part));
  for (let i = 0; i < 32; i++) generator.next();
  let spare = Number.NaN;

  const uniform = () => uniformFloat64(generator);
  const normal = () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    normal,
    exponential: () => -Math.log(1 - uniform()),
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    whole: (below) => Math.floor(uniform() * below),
    hex(digits) {
      let text = '';
      for (let have = 0; have < digits; have += 8) {
        const bits = generator.next();
        text += FOUR_DIGITS[bits >>> 16]! + FOUR_DIGITS[bits & 0xffff]!;
      }
      return text;
    },
  };
}
