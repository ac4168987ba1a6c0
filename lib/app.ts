import { type App, Tags } from 'aws-cdk-lib';
import { readDeployment } from '../shared/contracts/deployment.ts';
import { Collector } from './stacks/collector.ts';
import { Core } from './stacks/core.ts';
import { Timeseries } from './stacks/timeseries.ts';
import { Trading } from './stacks/trading.ts';
import { Watch } from './stacks/watch.ts';

/** All stacks of the deployment that the context of `app` describes. */
export function makeStacks(app: App) {
  const deployment = readDeployment(app.node.getAllContext());
  const core = new Core(app);
  const parts = { core, deployment };
  const stacks = {
    core,
    collector: new Collector(app, parts),
    trading: new Trading(app, parts),
    watch: new Watch(app, parts),
  };
  const timeseries = deployment.timestream ? new Timeseries(app) : undefined;
  Tags.of(app).add('project', 'quarterhour');
  return { ...stacks, timeseries };
}
