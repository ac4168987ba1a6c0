import { App } from 'aws-cdk-lib';
import { Core } from '../lib/stacks.ts';

new Core(new App());
