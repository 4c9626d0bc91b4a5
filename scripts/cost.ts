import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { GateKind } from '../core/contracts/gate.ts';
import { FUNCTIONS, type FunctionName } from '../lib/functions.ts';
import { type Stage, stageNamed } from '../lib/stages.ts';
import { type StackTemplate, templatesOf } from './synthesis.ts';

/**
 * `npm run cost -- --turns 1000 --stage prod`: what a month costs by service, and what it costs while nobody talks. What is
 * paid for being there (keys, secrets, alarms, dashboards, firewall) is counted in the template itself; what is paid for
 * being used comes from the figures of a turn below; prices from a dated file. `-- --json` prints one JSON object last.
 */

const PRICES_FILE = '../docs/prices-2026-11.json';
const DAYS = 30.4;

const Prices = z.object({
  as_of: z.string(),
  region: z.string(),
  apiGateway: z.object({ perMillionRequests: z.number() }),
  stepFunctionsExpress: z.object({ perMillionRequests: z.number(), perGbSecond: z.number() }),
  lambda: z.object({ perMillionRequests: z.number(), perGbSecondArm: z.number() }),
  dynamodb: z.object({
    perMillionWriteUnits: z.number(),
    perMillionReadUnits: z.number(),
    perGbMonth: z.number(),
    backupPerGbMonth: z.number(),
  }),
  aurora: z.object({ perAcuHour: z.number(), perGbMonth: z.number(), perMillionIo: z.number() }),
  dataApi: z.object({ perMillionRequests: z.number() }),
  logs: z.object({ perGbIngested: z.number(), perGbMonth: z.number() }),
  cloudwatch: z.object({ perMetricMonth: z.number(), perAlarmMonth: z.number(), perDashboardMonth: z.number() }),
  xray: z.object({ perMillionTraces: z.number() }),
  secretsManager: z.object({ perSecretMonth: z.number() }),
  kms: z.object({ perKeyMonth: z.number(), perMillionRequests: z.number() }),
  waf: z.object({ perAclMonth: z.number(), perRuleMonth: z.number(), perMillionRequests: z.number() }),
  bedrock: z.record(z.string(), z.object({ perMillionInputTokens: z.number(), perMillionOutputTokens: z.number() })),
});
export type Prices = z.infer<typeof Prices>;

/**
 * What one turn uses, on average. Calls and sizes were counted over a booking of nine turns, served from the assembly on
 * a developer's machine in November 2026; the times of functions are guesses for warm arm64 functions until a stage has
 * been measured (docs/first-deploy.md).
 */
const TURN = {
  /** Calls of each function, and milliseconds a call. */
  calls: {
    Authorizer: { times: 0.5, ms: 30 },
    Supervisor: { times: 4.1, ms: 25 },
    Classifier: { times: 1, ms: 25 },
    Clarifier: { times: 0.1, ms: 10 },
    ToolExecutor: { times: 1.2, ms: 900 },
    Responder: { times: 1, ms: 20 },
    HistoryWriter: { times: 0.7, ms: 300 },
  } as Partial<Record<FunctionName, { times: number; ms: number }>>,
  /** Duration of the execution, billed at the smallest memory of 64 MB. */
  executionMs: 1400,
  executionGb: 0.0625,
  /** A session item of some 6 KB, written when a turn opens and when it is saved, read four times; a token, a record. */
  writeUnits: 16,
  readUnits: 9,
  /** With execution data, each state's input and output twice; a tenth without. */
  executionLogBytes: 270_000,
  functionLogBytes: 8_000,
  accessLogBytes: 500,
  historyStatements: 6,
  historyBytes: 4_000,
  /** Of turns in which the local model is unsure, or a reply is worth phrasing; and tokens of such a call. */
  modelShare: 0.15,
  inputTokens: 2_500,
  outputTokens: 250,
  keyRequests: 6,
} as const;

/** Hours of a day over which turns are spread. */
const BUSY_HOURS = 12;
/** Own metrics that are written once there are turns; at most one more for each kind of text that the gate turns down. */
const OWN_METRICS = 16 + GateKind.options.length;
/** Share of requests that X-Ray samples. */
const TRACED = 0.05;

export type Line = { service: string; idle: number; used: number };

/** USD a month by service: `idle` for being there, `used` for `turnsADay` turns. */
export function monthlyCost(
  stage: Stage,
  templates: { data: StackTemplate; service: StackTemplate },
  prices: Prices,
  turnsADay: number,
): Line[] {
  const turns = turnsADay * DAYS;
  const there = counted(templates);
  const million = (count: number, price: number) => (count / 1e6) * price;
  const gb = (bytes: number) => bytes / 1024 ** 3;
  const functions = Object.entries(TURN.calls).map(([name, { times, ms }]) => ({
    calls: times * turns,
    gbSeconds: times * turns * (ms / 1000) * (FUNCTIONS[name as FunctionName].memory / 1024),
  }));
  const logBytes =
    turns * (TURN.executionLogBytes * (stage.executionData ? 1 : 0.1) + TURN.functionLogBytes + TURN.accessLogBytes);
  const keptShare = stage.logDays.executions / DAYS;
  const awake = hoursAwake(turnsADay, stage.database.pauseMinutes) * DAYS;
  const alwaysOn = stage.database.minCapacity > 0;
  const historyGb = gb(turns * TURN.historyBytes * 12);
  const model = stage.model === null ? undefined : prices.bedrock[stage.model.classifier];

  return [
    { service: 'API Gateway', idle: 0, used: million(turns * 1.1, prices.apiGateway.perMillionRequests) },
    {
      service: 'Step Functions',
      idle: 0,
      used:
        million(turns, prices.stepFunctionsExpress.perMillionRequests) +
        turns * (TURN.executionMs / 1000) * TURN.executionGb * prices.stepFunctionsExpress.perGbSecond,
    },
    {
      service: 'Lambda',
      idle: 0,
      used: sum(
        functions.map(
          ({ calls, gbSeconds }) =>
            million(calls, prices.lambda.perMillionRequests) + gbSeconds * prices.lambda.perGbSecondArm,
        ),
      ),
    },
    {
      service: 'DynamoDB',
      idle: 0,
      used:
        million(turns * TURN.writeUnits, prices.dynamodb.perMillionWriteUnits) +
        million(turns * TURN.readUnits, prices.dynamodb.perMillionReadUnits),
    },
    {
      service: 'Aurora and Data API',
      idle: alwaysOn ? stage.database.minCapacity * 24 * DAYS * prices.aurora.perAcuHour : 0,
      used:
        (alwaysOn ? 0 : awake * 0.5 * prices.aurora.perAcuHour) +
        historyGb * prices.aurora.perGbMonth +
        million(turns * TURN.historyStatements * 4, prices.aurora.perMillionIo) +
        million(turns * TURN.historyStatements, prices.dataApi.perMillionRequests),
    },
    {
      service: 'CloudWatch',
      idle: there.alarms * prices.cloudwatch.perAlarmMonth + there.dashboards * prices.cloudwatch.perDashboardMonth,
      used:
        gb(logBytes) * (prices.logs.perGbIngested + keptShare * prices.logs.perGbMonth) +
        (turns > 0 ? OWN_METRICS * prices.cloudwatch.perMetricMonth : 0),
    },
    { service: 'X-Ray', idle: 0, used: million(turns * TRACED, prices.xray.perMillionTraces) },
    {
      service: 'Keys and secrets',
      idle: there.keys * prices.kms.perKeyMonth + there.secrets * prices.secretsManager.perSecretMonth,
      used: million(turns * TURN.keyRequests, prices.kms.perMillionRequests),
    },
    {
      service: 'WAF',
      idle: there.firewalls * prices.waf.perAclMonth + there.firewallRules * prices.waf.perRuleMonth,
      used: there.firewalls * million(turns, prices.waf.perMillionRequests),
    },
    {
      service: 'Bedrock',
      idle: 0,
      used:
        model === undefined
          ? 0
          : TURN.modelShare *
            (million(turns * TURN.inputTokens, model.perMillionInputTokens) +
              million(turns * TURN.outputTokens, model.perMillionOutputTokens)),
    },
  ];
}

/** What is paid for by the month, however much it is used. RDS keeps one more secret, of its own. */
function counted({ data, service }: { data: StackTemplate; service: StackTemplate }) {
  const resources = [...Object.values(data.Resources), ...Object.values(service.Resources)];
  const of = (type: string) => resources.filter((resource) => resource.Type === type);
  return {
    alarms: of('AWS::CloudWatch::Alarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    keys: of('AWS::KMS::Key').length,
    secrets: of('AWS::SecretsManager::Secret').length + of('AWS::RDS::DBCluster').length,
    firewalls: of('AWS::WAFv2::WebACL').length,
    firewallRules: of('AWS::WAFv2::WebACL').flatMap(({ Properties }) => (Properties?.Rules ?? []) as unknown[]).length,
  };
}

/**
 * Hours a day that a database is awake which pauses after `pauseMinutes` of rest, when turns come at random over the busy
 * hours: each one keeps it up for that long.
 */
export function hoursAwake(turnsADay: number, pauseMinutes: number): number {
  const perMinute = turnsADay / (BUSY_HOURS * 60);
  const share = 1 - Math.exp(-perMinute * pauseMinutes);
  return turnsADay === 0 ? 0 : Math.min(BUSY_HOURS * share + pauseMinutes / 60, 24);
}

/** The dated price file. */
export const readPrices = (): Prices =>
  Prices.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, PRICES_FILE), 'utf8')));

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const usd = (amount: number): string => amount.toFixed(2).padStart(10);

function main(): void {
  const { values } = parseArgs({
    options: {
      turns: { type: 'string', default: '1000' },
      stage: { type: 'string', default: 'prod' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!/^\d{1,9}$/.test(values.turns)) throw new RangeError('--turns must be a whole number of turns a day');
  const stage = stageNamed(values.stage);
  const prices = readPrices();
  const lines = monthlyCost(stage, templatesOf(stage), prices, Number(values.turns));
  const idle = sum(lines.map((line) => line.idle));
  const used = sum(lines.map((line) => line.used));

  console.log(
    `USD a month, stage ${stage.name}, ${values.turns} turns a day; list prices of ${prices.as_of}, ${prices.region}`,
  );
  console.log(`${''.padEnd(26)}${'idle'.padStart(10)}${'used'.padStart(10)}${'total'.padStart(10)}`);
  for (const line of lines) {
    console.log(`${line.service.padEnd(26)}${usd(line.idle)}${usd(line.used)}${usd(line.idle + line.used)}`);
  }
  console.log(`${'total'.padEnd(26)}${usd(idle)}${usd(used)}${usd(idle + used)}`);
  if (used > 0) console.log(`${((1000 * used) / (Number(values.turns) * DAYS)).toFixed(3)} USD per thousand turns`);
  if (values.json)
    console.log(JSON.stringify({ stage: stage.name, turns_a_day: Number(values.turns), idle, used, lines }));
}

if (import.meta.main) main();
