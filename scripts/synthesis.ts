import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { assistant } from '../lib/assistant.ts';
import { addChecks } from '../lib/checks.ts';
import type { Stage } from '../lib/stages.ts';

/** A resource of a template, as far as anything here looks at it. */
export type Resource = { Type: string; Properties?: Record<string, unknown> };
export type StackTemplate = { Resources: Record<string, Resource> };

const settings = JSON.parse(readFileSync(resolve(import.meta.dirname, '../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

/**
 * The app as `cdk` runs it, flags and all, but for the bundling of the functions, into a folder that is thrown away.
 *
 * @param checked  Whether cdk-nag and CloudFormation's validation look at it, and stop its synthesis.
 */
export function appWithoutBundles({ checked }: { checked: boolean }): App {
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'scheduling-assistant-')),
    context: { ...settings.context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: checked,
  });
  if (checked) addChecks(app);
  return app;
}

/** The templates of a stage, unchecked: in a moment, without network and without an account. */
export function templatesOf(stage: Stage): { data: StackTemplate; service: StackTemplate } {
  const app = appWithoutBundles({ checked: false });
  const { data, service } = assistant(app, stage);
  const assembly = app.synth();
  return {
    data: assembly.getStackArtifact(data.artifactId).template as StackTemplate,
    service: assembly.getStackArtifact(service.artifactId).template as StackTemplate,
  };
}
