import { beforeAll, describe, expect, test } from '@jest/globals';
import { TurnEvent } from '../../core/contracts/execution-record.ts';
import { allStates, Definition, readDefinition } from '../../runtime/definition.ts';
import { outputOf, type Script, type Walked, walker } from './walk.ts';

const BUSY = 'Lambda.TooManyRequestsException';
const APOLOGY = expect.stringMatching(/^Sorry, something went wrong/);

/** One for each way through the machine. */
const SCENARIOS: Record<string, Script> = {
  'a plain turn': {},
  'a repeated message': { opened: { answered: true, answer: { response: 'before' } } },
  'an unclear message': { confidence: 0.4 },
  'confidence just at the threshold': { confidence: 0.7 },
  'an unclear message, the third time': { confidence: 0.4, clarifications: 2 },
  'an unclear message once too often': { confidence: 0.4, clarifications: 3 },
  'a turn with tools, twice': { rounds: [['list_projects', 'get_weather'], ['get_time_slots']] },
  'a tool that crashes': {
    rounds: [['list_projects', 'get_weather']],
    errors: { 'ToolExecutor get_weather': ['Boom'] },
  },
  'a classifier that fails': { errors: { Classifier: ['Boom'] } },
  'a clarifier that fails': { confidence: 0.4, errors: { Clarifier: ['StateContractError'] } },
  'a plan that fails': { errors: { Plan: ['TurnStateTooLargeError'] } },
  'a responder that fails': { errors: { Responder: ['States.Timeout'] } },
  'a session that is busy': { errors: { OpenTurn: ['SessionBusyError'] } },
  'a save that lost its lease': { errors: { SaveTurn: ['LeaseLostError'] } },
  'functions that are throttled once': {
    confidence: 0.95,
    rounds: [['list_projects']],
    errors: {
      OpenTurn: [BUSY],
      Classifier: [BUSY],
      Plan: [BUSY],
      'ToolExecutor list_projects': [BUSY],
      Responder: [BUSY],
      SaveTurn: [BUSY],
    },
  },
  'a clarifier that is throttled once': { confidence: 0.4, errors: { Clarifier: [BUSY] } },
};

/** Without waits between attempts, which say nothing about the way. */
const impatient = (definition: string) => definition.replaceAll(/"IntervalSeconds": \d+/g, '"IntervalSeconds": 0');
const DEFINITION = impatient(readDefinition());
const walk = walker(DEFINITION);
const walked = (name: string) => walk(SCENARIOS[name]);

describe('The way through the machine', () => {
  test.each([
    [
      'a plain turn',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan Responder SaveTurn TurnEnded',
    ],
    ['a repeated message', 'OpenTurn RouteOnRepeat AnsweredBefore'],
    [
      'an unclear message',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Clarifier Responder SaveTurn TurnEnded',
    ],
    [
      'confidence just at the threshold',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan Responder SaveTurn TurnEnded',
    ],
    [
      'an unclear message, the third time',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Clarifier Responder SaveTurn TurnEnded',
    ],
    [
      'an unclear message once too often',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence GiveUpClarifying Plan RouteOnPlan Responder SaveTurn TurnEnded',
    ],
    [
      'a turn with tools, twice',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan ExecuteTools ToolExecutor[0] ToolExecutor[1] ' +
        'Plan RouteOnPlan ExecuteTools ToolExecutor[0] Plan RouteOnPlan Responder SaveTurn TurnEnded',
    ],
    ['a classifier that fails', 'OpenTurn RouteOnRepeat Classifier Apologize SaveTurn TurnEnded'],
    [
      'a clarifier that fails',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Clarifier Apologize SaveTurn TurnEnded',
    ],
    ['a plan that fails', 'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan Apologize SaveTurn TurnEnded'],
    [
      'a responder that fails',
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan Responder Apologize SaveTurn TurnEnded',
    ],
    ['a session that is busy', 'OpenTurn'],
  ])('of %s', async (name, path) => {
    expect((await walked(name)).path.join(' ')).toBe(path);
  });

  test.each(['a classifier that fails', 'a clarifier that fails', 'a plan that fails', 'a responder that fails'])(
    'of %s ends in an answer and a saved turn',
    async (name) => {
      expect(outputOf(await walked(name))).toMatchObject({ text: APOLOGY });
    },
  );

  test('of a crashed tool brings its result beside the others', async () => {
    expect(outputOf(await walked('a tool that crashes'))).toMatchObject({
      text: 'Done.',
      tool_results: [
        { call_id: 'call-list_projects', outcome: { status: 'ok', value: 'list_projects' } },
        { call_id: 'call-get_weather', tool: 'get_weather', outcome: { status: 'crashed' } },
      ],
    });
  });

  test('of a message that stays unclear is planned as a hand-over', async () => {
    expect(outputOf(await walked('an unclear message once too often'))).toMatchObject({
      handoff: 'clarifications_exhausted',
    });
  });

  test('of a refused request fails by the error’s own name', async () => {
    for (const error of [
      'InvalidRequestError',
      'SessionBusyError',
      'SessionNotFoundError',
      'LocationNotAllowedError',
    ]) {
      const { result } = await walk({ errors: { OpenTurn: [error] } });
      expect(result).toMatchObject({ status: 'FAILED', error });
      expect(JSON.parse(result.status === 'FAILED' ? result.cause : '')).toMatchObject({
        errorType: error,
        errorMessage: 'OpenTurn failed',
      });
    }
  });

  test('of a write that may have been sent repeats nothing', async () => {
    for (const error of [
      'States.Timeout',
      'Lambda.ServiceException',
      'Lambda.SdkClientException',
      'Lambda.Unknown',
      'Boom',
    ]) {
      const { events, path } = await walk({
        rounds: [['cancel_appointment']],
        errors: { 'ToolExecutor cancel_appointment': [error] },
      });
      expect(path).toContain('ToolCrashed[0]');
      expect(events.filter(({ type }) => type === 'StateRetried')).toEqual([]);
    }
  });
});

describe('The record of an execution', () => {
  test('tells in order what happened, by the schema that others read it with', async () => {
    for (const name of Object.keys(SCENARIOS)) {
      const { events } = await walked(name);
      for (const event of events) expect(TurnEvent.parse(event)).toEqual(event);
      expect(events[0]).toMatchObject({ type: 'TurnStarted', execution_id: 'execution-1' });
      expect(events.at(-1)?.type).toBe('TurnEnded');
      expect(events.every(({ at }, index) => index === 0 || at >= events[index - 1]!.at - 1)).toBe(true);
    }
  });

  test('holds a Map’s items between its entry and its exit', async () => {
    const { events } = await walked('a turn with tools, twice');
    const told = events.map((event) =>
      'state' in event ? `${event.type} ${event.state} ${event.item ?? '-'}` : event.type,
    );
    const map = told.slice(told.indexOf('StateEntered ExecuteTools -'), told.indexOf('StateExited ExecuteTools -') + 1);
    expect(map[0]).toBe('StateEntered ExecuteTools -');
    expect(map.slice(1, -1).sort()).toEqual([
      'MapItemEnded ExecuteTools 0',
      'MapItemEnded ExecuteTools 1',
      'MapItemStarted ExecuteTools 0',
      'MapItemStarted ExecuteTools 1',
      'StateEntered ToolExecutor 0',
      'StateEntered ToolExecutor 1',
      'StateExited ToolExecutor 0',
      'StateExited ToolExecutor 1',
    ]);
  });

  test('names retries and catches with their errors', async () => {
    const { events } = await walked('functions that are throttled once');
    const retried = events.flatMap((event) =>
      event.type === 'StateRetried' ? [`${event.state} ${event.error} ${event.attempt}`] : [],
    );
    expect(retried).toEqual(
      ['OpenTurn', 'Classifier', 'Plan', 'ToolExecutor', 'Responder', 'SaveTurn'].map((state) => `${state} ${BUSY} 1`),
    );
    const crashed = await walked('a tool that crashes');
    expect(crashed.events.filter(({ type }) => type === 'StateCaught')).toMatchObject([
      { state: 'ToolExecutor', item: 1, error: 'Boom', next: 'ToolCrashed' },
    ]);
    expect((await walked('a session that is busy')).events.at(-1)).toMatchObject({
      outcome: 'failed',
      error: 'SessionBusyError',
    });
  });
});

/** What a scenario came to, without times. */
const comesTo = ({ path, result, events }: Walked) =>
  JSON.stringify({ path, result: { ...result, cause: null }, events: events.map(({ type }) => type) });

/** Between the opened and the saved turn nothing fails without an answer. */
const isCovered = (text: string): boolean =>
  allStates(Definition.parse(JSON.parse(text)))
    .filter(([name, { Type }]) => ['Task', 'Map'].includes(Type) && !['OpenTurn', 'SaveTurn'].includes(name))
    .every(([name, state]) => {
      const [catcher] = (state.Catch ?? []) as { ErrorEquals: string[]; Next: string }[];
      const next = name === 'ToolExecutor' ? 'ToolCrashed' : 'Apologize';
      return catcher?.ErrorEquals.includes('States.ALL') && catcher.Next === next;
    });

describe('Nothing in the machine is without effect:', () => {
  type Mutation = [what: string, definition: string];

  const mutations = (): Mutation[] => {
    const names = allStates(Definition.parse(JSON.parse(DEFINITION))).map(([name]) => name);
    return names.flatMap((name) =>
      (['Choices', 'Catch', 'Retry'] as const).flatMap((field) => {
        const { length } = (stateIn(JSON.parse(DEFINITION), name)[field] ?? []) as unknown[];
        return Array.from({ length }, (_, index): Mutation => {
          const definition = JSON.parse(DEFINITION);
          const state = stateIn(definition, name);
          const rules = state[field] as unknown[];
          rules.splice(index, 1);
          if (rules.length === 0) delete state[field];
          // A Choice without rules is no Choice: it goes its default way.
          if (field === 'Choices' && rules.length === 0) {
            for (const key of Object.keys(state)) if (key !== 'Default') delete state[key];
            Object.assign(state, { Type: 'Pass', Next: state.Default });
            delete state.Default;
          }
          dropUnreachable(definition);
          dropUnreachable(definition.States.ExecuteTools?.ItemProcessor ?? definition);
          return [`${field}[${index}] of ${name}`, JSON.stringify(definition)];
        });
      }),
    );
  };

  const stateIn = (
    definition: { States: Record<string, Record<string, unknown>> },
    name: string,
  ): Record<string, unknown> => {
    const inner = definition.States.ExecuteTools?.ItemProcessor as typeof definition;
    return (definition.States[name] ?? inner.States[name])!;
  };

  /** States that nothing leads to any more: the engine takes no such definition. */
  const dropUnreachable = (definition: { StartAt: string; States: Record<string, object> }): void => {
    const text = JSON.stringify(definition);
    for (const name of Object.keys(definition.States)) {
      if (name !== definition.StartAt && !new RegExp(`"(Next|Default)":"${name}"`).test(text))
        delete definition.States[name];
    }
  };

  const before = new Map<string, string>();
  beforeAll(async () => {
    for (const name of Object.keys(SCENARIOS)) before.set(name, comesTo(await walked(name)));
  });

  test.each(mutations())('without %s some turn goes another way', async (_, definition) => {
    let differs = isCovered(definition) !== isCovered(DEFINITION);
    const walkOtherwise = walker(definition);
    for (const [name, script] of Object.entries(SCENARIOS)) {
      if (differs) break;
      differs = comesTo(await walkOtherwise(script)) !== before.get(name);
    }
    expect(differs).toBe(true);
  });

  test('and what it is compared with is the whole machine', () => {
    expect(isCovered(DEFINITION)).toBe(true);
    expect(mutations().length).toBeGreaterThanOrEqual(15);
  });
});
