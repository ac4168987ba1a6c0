import { emfMetrics } from '../../../shared/adapters/emf/metrics.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Metrics } from '../../../shared/ports/metrics.ts';

/** CloudWatch counts so much for a line beside its text. */
const LINE_BYTES = 26;
/** What Lambda writes of a call by itself: INIT_START, START, END and a REPORT with its trace. */
const CALL_BYTES = 600;
/** What stands around the data in a line of the workflow's log: type, times, ids and the execution's ARN. */
const EVENT_BYTES = 400;
/** What Lambda's own answer says around the result: status, version, headers. */
const ANSWER_BYTES = 700;

const bytesOf = (text: string): number => Buffer.byteLength(text);
/** JSON as a text within JSON. */
const quoted = (value: unknown): number => bytesOf(JSON.stringify(JSON.stringify(value) ?? ''));

/** Bytes that reach CloudWatch, and the metrics that stand in them: 'ApiCalls', 'ApiCalls exchange=polymarket'. */
export class LogBytes {
  collector = 0;
  functions = 0;
  workflow = 0;
  readonly metrics = new Set<string>();

  metricsOf(group: 'collector' | 'functions', clock: Clock): Metrics {
    return emfMetrics({
      namespace: 'Quarterhour',
      clock,
      write: (line) => {
        this[group] += LINE_BYTES + bytesOf(line);
        const told = JSON.parse(line);
        for (const { Dimensions, Metrics: named } of told._aws.CloudWatchMetrics)
          for (const labels of Dimensions)
            for (const { Name } of named)
              this.metrics.add([Name, ...labels.map((each: string) => `${each}=${told[each]}`)].join(' '));
      },
    });
  }

  /** A task of the workflow: scheduled with its input, started, succeeded with its output. */
  called(input: unknown, output: unknown): void {
    this.functions += CALL_BYTES;
    this.workflow += 3 * EVENT_BYTES + ANSWER_BYTES + quoted(input) + quoted(output);
  }

  /** A state: entered with its data, left with them. */
  moved(state: unknown): void {
    this.workflow += 2 * (EVENT_BYTES + quoted(state));
  }
}
