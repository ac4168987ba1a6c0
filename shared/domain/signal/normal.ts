/**
 * The standard normal distribution function, absolute error below 1e-14.
 * West (2005), "Better approximations to cumulative normal functions", after Hart's rational approximation.
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2);
  const tail =
    z < 7.071_067_811_865_47 ? (density * hartTop(z)) / hartBottom(z) : density / continued(z) / SQRT_2PI;
  return x > 0 ? 1 - tail : tail;
}

/** The standard normal density. */
export const normalPdf = (x: number): number => Math.exp((-x * x) / 2) / SQRT_2PI;

const SQRT_2PI = Math.sqrt(2 * Math.PI);
const TOP = [
  3.526_249_659_989_11e-2, 0.700_383_064_443_688, 6.373_962_203_531_65, 33.912_866_078_383,
  112.079_291_497_871, 221.213_596_169_931, 220.206_867_912_376,
] as const;
const BOTTOM = [
  8.838_834_764_831_84e-2, 1.755_667_163_182_64, 16.064_177_579_207, 86.780_732_202_946_1,
  296.564_248_779_674, 637.333_633_378_831, 793.826_512_519_948, 440.413_735_824_752,
] as const;

const horner = (coefficients: readonly number[], z: number): number =>
  coefficients.reduce((sum, coefficient) => sum * z + coefficient, 0);
const hartTop = (z: number): number => horner(TOP, z);
const hartBottom = (z: number): number => horner(BOTTOM, z);
const continued = (z: number): number => z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
