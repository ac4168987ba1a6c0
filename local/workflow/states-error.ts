/** What went wrong with a state, by the name that Retry and Catch match. A Fail state may name neither. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

/** A failure that the workflow itself raises, such as `States.Runtime`. */
export class StatesError extends Error {
  constructor(name: `States.${string}`, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** An error as Step Functions shows it: the name is the error, the message is the cause. */
export function toFailure(thrown: unknown): Required<Failure> {
  if (thrown instanceof Error) return { error: thrown.name, cause: thrown.message };
  return { error: 'Error', cause: String(thrown) };
}
