import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { makeStacks } from '../lib/app.ts';
import { QuarterhourError } from '../shared/contracts/errors.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  makeStacks(app);
} catch (error) {
  if (!(error instanceof QuarterhourError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
