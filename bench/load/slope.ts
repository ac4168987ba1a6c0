/** Least-squares slope of points [x, y], which are not all of one x. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const sumXY = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const sumXX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return sumXY / sumXX;
}
