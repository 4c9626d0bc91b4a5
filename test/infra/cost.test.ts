import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { STAGES, type Stage, type StageName } from '../../lib/stages.ts';
import { hoursAwake, type Line, monthlyCost, readPrices } from '../../scripts/cost.ts';
import { refused } from '../../scripts/licences.ts';
import { unpadded } from '../../scripts/permissions.ts';
import { templatesOf } from '../../scripts/synthesis.ts';
import { synthesized } from './synthesized.ts';

const prices = readPrices();
const cost = (stage: StageName, turns: number) => monthlyCost(STAGES[stage], synthesized(stage), prices, turns);
const total = (lines: Line[]) => lines.reduce((sum, { idle, used }) => sum + idle + used, 0);
const of = (lines: Line[], service: string) => lines.find((line) => line.service.startsWith(service)) as Line;

describe('the estimate', () => {
  test('the table of docs/cost.md is what the command says', () => {
    const columns = [cost('dev', 0), cost('prod', 0), cost('prod', 1000), cost('prod', 10_000)];
    const rows = [
      ...cost('dev', 0).map(({ service }) => [
        service,
        ...columns.map((lines) => total([of(lines, service)]).toFixed(2)),
      ]),
      ['**total**', ...columns.map((lines) => `**${total(lines).toFixed(2)}**`)],
    ].map((cells) => `|${cells.join('|')}|`);
    expect(unpadded(readFileSync('docs/cost.md', 'utf8'))).toContain(`|---|---|---|---|---|\n${rows.join('\n')}\n`);
  });

  test('nobody talking costs next to nothing, and nothing that is used', () => {
    expect(cost('dev', 0).filter(({ used }) => used !== 0)).toEqual([]);
    expect(total(cost('dev', 0))).toBeLessThan(8);
  });

  test('ten times the turns cost more, and less than ten times as much', () => {
    const [some, many] = [total(cost('prod', 1000)), total(cost('prod', 10_000))];
    expect(many).toBeGreaterThan(some);
    expect(many).toBeLessThan(10 * some);
  });

  test('what is paid for being there is counted in the template', () => {
    const secrets = prices.secretsManager.perSecretMonth;
    expect(of(cost('dev', 0), 'Keys').idle).toBeCloseTo(prices.kms.perKeyMonth + 2 * secrets);
    expect(of(cost('dev', 0), 'WAF').idle).toBe(0);
    expect(of(cost('prod', 0), 'WAF').idle).toBe(prices.waf.perAclMonth + 2 * prices.waf.perRuleMonth);
  });

  test('without a model none is paid for, and a database that never sleeps is paid for all day', () => {
    const stage: Stage = {
      ...STAGES.dev,
      model: null,
      database: { minCapacity: 0.5, maxCapacity: 1, pauseMinutes: 5 },
    };
    const lines = monthlyCost(stage, templatesOf(stage), prices, 1000);
    expect(of(lines, 'Bedrock').used).toBe(0);
    expect(of(lines, 'Aurora').idle).toBeCloseTo(0.5 * 24 * 30.4 * prices.aurora.perAcuHour);
  });

  test('less in the log is less to pay', () => {
    const quiet: Stage = { ...STAGES.prod, executionData: false };
    const lines = monthlyCost(quiet, synthesized('prod'), prices, 1000);
    expect(of(lines, 'CloudWatch').used).toBeLessThan(of(cost('prod', 1000), 'CloudWatch').used);
  });

  test('a model without a price is no model for nothing: every model of a stage has one', () => {
    for (const { model } of Object.values(STAGES)) {
      for (const profile of model === null ? [] : [model.classifier, model.responder]) {
        expect(prices.bedrock).toHaveProperty([profile]);
      }
    }
  });
});

describe('hours awake', () => {
  test.each([
    ['none without a turn', 0, 10, 0, 0],
    ['one turn keeps it up for about the pause, twice', 1, 10, 0.2, 0.4],
    ['many turns keep it up for the busy hours and a pause', 100_000, 10, 12, 12.2],
    ['never more than a day', 100_000, 2000, 24, 24],
  ])('%s', (_, turns, pause, atLeast, atMost) => {
    expect(hoursAwake(turns, pause)).toBeGreaterThanOrEqual(atLeast);
    expect(hoursAwake(turns, pause)).toBeLessThanOrEqual(atMost);
  });
});

describe('licences', () => {
  const lockfile = (license: string | undefined, dev = false) => ({
    packages: { '': {}, 'node_modules/some': { version: '1.0.0', dev, ...(license === undefined ? {} : { license }) } },
  });

  test('those of this lockfile are all on the list', () => {
    expect(refused(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([]);
  });

  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0', false],
    [undefined, false],
  ])('%s is allowed: %s', (license, allowed) => {
    expect(refused(lockfile(license))).toEqual(allowed ? [] : [`some@1.0.0: ${license ?? 'none'}`]);
  });

  test('a package for developers alone may have any', () => {
    expect(refused(lockfile('GPL-3.0', true))).toEqual([]);
  });
});
