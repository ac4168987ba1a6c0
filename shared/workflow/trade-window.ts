/** The tasks of the workflow, each a Lambda function in AWS and a function of this process locally. */
const TASKS = [
  'open-window',
  'await-trigger',
  'evaluate-signal',
  'approve-risk',
  'place-order',
  'confirm-fill',
  'settle-position',
  'record-skip',
  'raise-alert',
] as const;
export type TaskName = (typeof TASKS)[number];

/**
 * Failures of the service, of a store or of a topic that pass: safe to try again, since every task is idempotent. A
 * function that was cut off, by its own timeout or with its machine, ends as `Sandbox.Timedout` or `Lambda.Unknown`.
 */
const PASSING = {
  ErrorEquals: [
    'StoreUnavailableError',
    'VenueUnavailableError',
    'LedgerConflictError',
    'ChannelUnavailableError',
    'TimeoutError',
    'Sandbox.Timedout',
    'Lambda.Unknown',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 10,
  MaxAttempts: 5,
  JitterStrategy: 'FULL',
};
/** A decision does not keep: the order is sent again after 1 and 2 seconds, and then no more. */
const PROMPTLY = { ...PASSING, MaxAttempts: 2 };
/** An order may exist: for some five minutes, longer than the venue's restarts, it is asked for. */
const UNTIL_KNOWN = {
  ...PASSING,
  ErrorEquals: [...PASSING.ErrorEquals, 'OrderUnknownError'],
  MaxAttempts: 30,
};
/** A position may be held: 9 tries in as many minutes, then every 5 minutes, for more than four hours. */
const FOR_HOURS = { ...PASSING, MaxDelaySeconds: 300, MaxAttempts: 60 };
/** 15 s, 30 s, 1 min, 2 min, 4 min, then every 5 minutes: about an hour and a half in all. */
const UNTIL_RESOLVED = {
  ErrorEquals: ['NotResolvedError'],
  IntervalSeconds: 15,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  MaxAttempts: 20,
};
/** How an execution ends that has told people why. */
export const WINDOW_FAILED = 'WindowFailed';
/** A day: a window of 4 hours that settles hours late is done by then. Without an end, an execution may hang for a year. */
const LONGEST_SECONDS = 86_400;
const onFailure = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RecordFailure' }];

/**
 * One window from its open to its settlement, in the Amazon States Language (Standard, JSONPath). The input is a pure
 * function of the window: `{windowId, window, entryFrom, entryTo, sliceSeconds, settleAt}`. `functionName` says what
 * stands for a task: an ARN in AWS, the task's own name locally.
 */
export function tradeWindow(functionName: (task: TaskName) => string) {
  const invoke = (task: TaskName, payload: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionName(task), Payload: payload },
    ResultSelector: { 'result.$': '$.Payload' },
  });
  const of = { 'windowId.$': '$.windowId', 'window.$': '$.window' };
  return {
    Comment: 'One "Up or Down" window: observe, decide, buy what has already happened, hold, settle.',
    StartAt: 'OpenWindow',
    TimeoutSeconds: LONGEST_SECONDS,
    States: {
      OpenWindow: {
        ...invoke('open-window', of),
        ResultPath: '$.open',
        Retry: [PASSING],
        Catch: onFailure,
        Next: 'IsOpen',
      },
      IsOpen: {
        Type: 'Choice',
        Choices: [{ Variable: '$.open.result.kind', StringEquals: 'open', Next: 'Observe' }],
        Default: 'SkipUnlisted',
      },
      SkipUnlisted: {
        Type: 'Pass',
        Parameters: { 'reason.$': '$.open.result.reason' },
        ResultPath: '$.skip',
        Next: 'RecordSkip',
      },
      Observe: { Type: 'Wait', TimestampPath: '$.entryFrom', Next: 'AwaitTrigger' },
      AwaitTrigger: {
        Type: 'Task',
        Comment: 'The collector completes the token the moment the criteria hold.',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: functionName('await-trigger'),
          Payload: { 'windowId.$': '$.windowId', 'token.$': '$$.Task.Token', 'until.$': '$.entryTo' },
        },
        TimeoutSecondsPath: '$.sliceSeconds',
        ResultPath: '$.trigger',
        Retry: [PASSING],
        Catch: [
          { ErrorEquals: ['States.Timeout'], ResultPath: '$.timeout', Next: 'Untriggered' },
          ...onFailure,
        ],
        Next: 'EvaluateSignal',
      },
      Untriggered: {
        Type: 'Pass',
        Comment: 'The slice is over: judge what the hot state says now.',
        Parameters: { snapshot: null },
        ResultPath: '$.trigger',
        Next: 'EvaluateSignal',
      },
      EvaluateSignal: {
        ...invoke('evaluate-signal', {
          ...of,
          'rules.$': '$.open.result.rules',
          'snapshot.$': '$.trigger.snapshot',
        }),
        ResultPath: '$.signal',
        Retry: [PASSING],
        Catch: onFailure,
        Next: 'Decide',
      },
      Decide: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.signal.result.decision.kind', StringEquals: 'enter', Next: 'ApproveRisk' },
          { Variable: '$.signal.result.decision.kind', StringEquals: 'wait', Next: 'AwaitTrigger' },
        ],
        Default: 'SkipSignal',
      },
      SkipSignal: {
        Type: 'Pass',
        Parameters: { 'reason.$': '$.signal.result.decision.reason' },
        ResultPath: '$.skip',
        Next: 'RecordSkip',
      },
      ApproveRisk: {
        ...invoke('approve-risk', {
          ...of,
          'market.$': '$.open.result.market',
          'rules.$': '$.open.result.rules',
          'signal.$': '$.signal.result',
        }),
        ResultPath: '$.approval',
        Retry: [PASSING],
        Catch: onFailure,
        Next: 'IsApproved',
      },
      IsApproved: {
        Type: 'Choice',
        Choices: [{ Variable: '$.approval.result.kind', StringEquals: 'approved', Next: 'PlaceOrder' }],
        Default: 'SkipRejected',
      },
      SkipRejected: {
        Type: 'Pass',
        Parameters: { 'reason.$': '$.approval.result.reason' },
        ResultPath: '$.skip',
        Next: 'RecordSkip',
      },
      PlaceOrder: {
        ...invoke('place-order', {
          ...of,
          'market.$': '$.open.result.market',
          'signal.$': '$.signal.result',
          'approval.$': '$.approval.result',
        }),
        Comment:
          'Run again it sends the same order. Whatever fails, ConfirmFill finds out whether there is one.',
        ResultPath: '$.order',
        Retry: [PROMPTLY],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'OrderUnanswered' }],
        Next: 'AwaitFill',
      },
      OrderUnanswered: {
        Type: 'Pass',
        Comment: 'The order is the one that the window has recorded, if it came to that.',
        Parameters: { result: { orderId: null } },
        ResultPath: '$.order',
        Next: 'AwaitFill',
      },
      AwaitFill: { Type: 'Wait', Seconds: 1, Next: 'ConfirmFill' },
      ConfirmFill: {
        ...invoke('confirm-fill', { ...of, 'orderId.$': '$.order.result.orderId' }),
        ResultPath: '$.fill',
        Retry: [UNTIL_KNOWN],
        Catch: onFailure,
        Next: 'IsFilled',
      },
      IsFilled: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.fill.result.kind', StringEquals: 'filled', Next: 'HoldToClose' },
          { Variable: '$.fill.result.kind', StringEquals: 'pending', Next: 'AwaitFill' },
          { Variable: '$.fill.result.kind', StringEquals: 'no-order', Next: 'RecordFailure' },
        ],
        Default: 'SkipUnfilled',
      },
      SkipUnfilled: {
        Type: 'Pass',
        Parameters: { reason: 'not-filled' },
        ResultPath: '$.skip',
        Next: 'RecordSkip',
      },
      RecordSkip: {
        ...invoke('record-skip', { ...of, 'reason.$': '$.skip.reason' }),
        ResultPath: '$.skipped',
        Retry: [PASSING],
        Catch: onFailure,
        Next: 'HoldToClose',
      },
      HoldToClose: { Type: 'Wait', TimestampPath: '$.settleAt', Next: 'Settle' },
      Settle: {
        ...invoke('settle-position', { ...of, giveUp: false }),
        ResultPath: '$.settlement',
        Retry: [UNTIL_RESOLVED, FOR_HOURS],
        Catch: [
          {
            ErrorEquals: ['NotResolvedError', 'VenueUnavailableError'],
            ResultPath: '$.error',
            Next: 'SettleUnresolved',
          },
          ...onFailure,
        ],
        Next: 'Done',
      },
      SettleUnresolved: {
        ...invoke('settle-position', { ...of, giveUp: true }),
        Comment: 'The venue never said: our own record decides if it can, else the position stays open.',
        ResultPath: '$.settlement',
        Retry: [FOR_HOURS],
        Catch: onFailure,
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
      RecordFailure: {
        ...invoke('record-skip', { ...of, reason: 'failed' }),
        Comment: 'Releases what was reserved, if no order can exist.',
        ResultPath: '$.skipped',
        Retry: [PASSING],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.recordError', Next: 'RaiseAlert' }],
        Next: 'RaiseAlert',
      },
      RaiseAlert: {
        ...invoke('raise-alert', { ...of, 'error.$': '$.error' }),
        ResultPath: '$.alert',
        Retry: [PASSING],
        Next: 'Failed',
      },
      Failed: {
        Type: 'Fail',
        Error: WINDOW_FAILED,
        Cause: 'The window could not be carried through; see $.error.',
      },
    },
  };
}
