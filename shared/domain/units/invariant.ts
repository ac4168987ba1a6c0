/**
 * We are wrong: a rule of our own does not hold. Nobody catches it but the host.
 * @public Tests tell it from other errors; code never catches it.
 */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * Throws {@link InvariantError} unless `condition` holds; `shouldHold` says what should have. A text that takes work is
 * given as a function, so that it costs nothing where the condition holds.
 */
export function invariant(condition: unknown, shouldHold: string | (() => string)): asserts condition {
  if (condition) return;
  throw new InvariantError(`does not hold: ${typeof shouldHold === 'string' ? shouldHold : shouldHold()}`);
}

/** The end of a switch over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected case ${JSON.stringify(value)}`);
}
