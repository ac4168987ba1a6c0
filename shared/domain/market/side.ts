/** The two outcomes of a window, and so the two sides one can hold. */
export const SIDES = ['up', 'down'] as const;
export type Side = (typeof SIDES)[number];
