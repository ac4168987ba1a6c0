import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Ticks } from '../timeseries.ts';
import { home } from './home.ts';

/** Ticks in Timestream. Nothing depends on it: an account that AWS does not admit loses this stack alone. */
export class Timeseries extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Timeseries', home('timeseries', 'ticks in Timestream for LiveAnalytics'));
    new Ticks(this, 'Ticks');
  }
}
