import { resolve } from 'node:path';
import { AssetHashType, DockerImage, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type Bundle, writeBundle } from './bundle.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';
import type { Stage } from './stages.ts';

/**
 * One of the assistant's functions: Node 24 on arm64, one bundled file, its own role, its own log that ends.
 * It may write that log and its trace, and nothing else: grant the rest.
 */
export class AgentFunction extends LambdaFunction {
  /**
   * @param id           Which function: a row of {@link FUNCTIONS}.
   * @param name         A physical name, where something must know it beforehand; else CloudFormation gives one.
   * @param lost         Where an event goes that nobody waits for, once it has failed for good.
   * @param environment  Names and values beside those that every function has; Lambda bounds them to 4 KB together.
   */
  constructor(
    scope: Construct,
    id: FunctionName,
    {
      stage,
      name,
      lost,
      environment,
    }: { stage: Stage; name?: string; lost?: Queue; environment: Record<string, string> },
  ) {
    const { entry, files, memory, timeoutSeconds, description } = FUNCTIONS[id];
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: stage.logDays.functions,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description });
    logGroup.grantWrite(role);
    super(scope, id, {
      ...(name === undefined ? {} : { functionName: name }),
      ...(lost === undefined ? {} : { deadLetterQueue: lost, retryAttempts: 2, maxEventAge: Duration.hours(1) }),
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: bundled({ entry, files }),
      memorySize: memory,
      timeout: Duration.seconds(timeoutSeconds),
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        STAGE: stage.name,
        LOG_LEVEL: stage.logLevel,
        ...environment,
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray takes trace segments without naming a resource.',
    });
  }
}

function bundled(bundle: Bundle): Code {
  return Code.fromAsset(resolve(import.meta.dirname, '..'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the local bundler always answers. The command tells one function's bundle from another's.
      image: DockerImage.fromRegistry('none'),
      command: [bundle.entry, ...bundle.files],
      local: {
        tryBundle: (directory) => {
          writeBundle(bundle, directory);
          return true;
        },
      },
    },
  });
}
