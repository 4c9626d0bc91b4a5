import { App } from 'aws-cdk-lib';
import { assistant } from '../lib/assistant.ts';
import { addChecks } from '../lib/checks.ts';
import { stageNamed } from '../lib/stages.ts';

const app = new App();
assistant(app, stageNamed(app.node.tryGetContext('stage')));
addChecks(app);
