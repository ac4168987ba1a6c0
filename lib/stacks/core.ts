import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Buckets } from '../buckets.ts';
import { Storage } from '../storage.ts';
import { Topics } from '../topics.ts';
import { home } from './home.ts';

/** What must outlive every other stack, and what all of them use. */
export class Core extends Stack {
  readonly tables: Storage['tables'];
  readonly topics: Topics;

  constructor(scope: Construct) {
    super(scope, 'Core', {
      ...home('core', 'tables, buckets and the topics of alerts'),
      terminationProtection: true,
    });
    this.tables = new Storage(this, 'Storage').tables;
    new Buckets(this, 'Buckets');
    this.topics = new Topics(this, 'Topics');
  }
}
