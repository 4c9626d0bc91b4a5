import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { indecencies } from './decency.ts';
import { type OtherPf360, type OtherProject, openOtherPf360 } from './other-pf360.ts';
import { openStage, type Stage, tokenFor } from './stage.ts';

let pf360: OtherPf360;
let stage: Stage;
let talks = 0;

beforeAll(async () => {
  pf360 = await openOtherPf360();
  stage = await openStage({
    CUSTOMER_SCHEDULER_API_URL: pf360.url,
    WEATHER_API_URL: pf360.url,
    GEOCODING_API_URL: pf360.url,
  });
  stage.clock.set('2026-06-01T09:00:00-04:00');
});

afterAll(async () => {
  await stage.close();
  pf360.close();
});

beforeEach(() => {
  pf360.writes.length = 0;
  pf360.projects.length = 0;
});

type Said = {
  response: string;
  suggestions: string[];
  metadata: { pending_action: { tool: string; project: { number: string } } | null };
};

/** A new session of somebody with these projects. */
function talkOf(...projects: OtherProject[]): (message: string) => Promise<Said> {
  pf360.projects.push(...projects);
  talks += 1;
  const session_id = `other-customer-${talks}`;
  return async (message) => {
    const token = await tokenFor('7001001', { customer_id: `c-${talks}`, client_id: 'DN01', client_name: 'Peak' });
    const { status, body } = await stage.chat(token, { message, session_id });
    expect(status).toBe(200);
    const said = body as unknown as Said;
    expect(said.response).not.toMatch(/something went wrong/i);
    expect(indecencies(body, 'chat', session_id)).toEqual([]);
    return said;
  };
}

const project = (
  id: string | number,
  number: string | null,
  category: string | null,
  status: string | null,
  more: Record<string, unknown> = {},
  slots: Record<string, string[]> = {},
): OtherProject => ({
  row: {
    project_project_id: id,
    project_project_number: number,
    project_category_category: category,
    project_type_project_type: 'Installation',
    status_info_status: status,
    ...more,
  },
  slots,
});

const on = (start: string, end: string | null = null) => ({
  convertedProjectStartScheduledDate: start,
  convertedProjectEndScheduledDate: end,
});

describe('an order number of any shape', () => {
  const several = () => [
    project('PX-1', 'WO-2291-B', 'HVAC', 'Ready To Schedule', {}, { '2026-06-03': ['11:15:00'] }),
    project('PX-2', '7', 'Roofing', 'Scheduled', on('2026-06-10 09:00:00')),
    project('PX-3', 'GD/77#1', 'Garage Doors', 'Ready To Schedule', {}, { '2026-06-06': ['10:00:00'] }),
    project('PX-4', '2026-0042', 'Gutter', 'Scheduled', on('06-02-2026 08:00 AM', '06-02-2026 12:00 PM')),
  ];

  test.each([
    ['details for WO-2291-B', 'HVAC Installation'],
    ['details for GD/77#1', 'Garage Doors Installation'],
    ['2026-0042?', 'Gutter Installation'],
    ['when is 2026-0042 coming', 'Gutter Installation'],
    ['book WO 2291 B please', 'HVAC Installation'],
    ['put the 0042 visit off until next thursday', 'Gutter Installation'],
    ['what address do you have for GD/77#1?', 'Garage Doors Installation'],
  ])('names its project: "%s"', async (message, name) => {
    const say = talkOf(...several());
    await say('my projects');
    const { response } = await say(message);
    expect(response).toContain(name);
    expect(response).not.toMatch(/\n2\. /);
  });

  test('with a hash is no row of the list, nor the project that the talk is about', async () => {
    const say = talkOf(...several());
    await say('my projects');
    await say('tell me about the gutter');
    expect((await say('add a note to GD/77#1: ring twice')).response).toContain('Garage Doors');
    expect(pf360.writes).toEqual(['/communication/client/DN01/project/PX-3/note']);
  });

  test('in a quick reply is taken as it is', async () => {
    const say = talkOf(...several());
    const { suggestions } = await say('my projects');
    expect(suggestions).toContain('Garage Doors (GD/77#1)');
    expect((await say('Garage Doors (GD/77#1)')).response).toMatch(/^Garage Doors Installation \(order GD\/77#1\)/);
  });

  test('that is none of theirs is said to be one', async () => {
    const say = talkOf(...several());
    expect((await say('WO-9999-Z')).response).toContain("I don't see an order WO-9999-Z among your projects.");
  });

  test('that PF360 leaves out is missing from the list, which is there all the same', async () => {
    const say = talkOf(
      project(900, null, null, null),
      project('901', '', 'Shower', 'Ready To Schedule'),
      project(902, 'N2', 'Deck', 'On Hold'),
    );
    const { response, suggestions } = await say('my projects');
    expect(response).toContain('1. Project Installation - no status\n2. Shower Installation - Ready To Schedule');
    expect(suggestions).toContain('Shower');
    expect((await say('Shower')).response).toMatch(/^Shower Installation:/);
  });
});

describe('a kind of work that nobody else has', () => {
  const several = () => [
    project(1, 'A1', 'Solar Panels', 'Scheduled', on('2026-06-09 09:00:00')),
    project(2, 'A2', 'Kids’ Playhouse', 'Waiting for Permit'),
    project(3, 'A3', 'Crème Brûlée Bar', 'Ready To Schedule', {}, { '2026-06-03': ['11:15:00'] }),
    project(4, 'A4', 'Septic', 'In Progress'),
  ];

  test.each([
    ['cancel the septic thing', 'Septic Installation'],
    ['when is the septik coming', 'Septic Installation'],
    ["what's the status of the playhouse", 'Kids’ Playhouse Installation'],
    ['book the creme brulee bar', 'Crème Brûlée Bar Installation'],
    ['tell the solar ppl the dog bites', 'Solar Panels Installation'],
  ])('is known by its name: "%s"', async (message, name) => {
    const { response } = await talkOf(...several())(message);
    expect(response).toContain(name);
    expect(response).not.toMatch(/\n2\. /);
  });

  test('goes on with what was told of another', async () => {
    const say = talkOf(...several());
    await say('when are the solar panels coming');
    expect((await say('and the playhouse?')).response).toMatch(
      /^Your Kids’ Playhouse Installation .*Waiting for Permit/,
    );
    expect((await say('and the warranty?')).response).toContain('outside what I can help with');
  });

  test('is the one that is meant rather than the one the talk is about', async () => {
    const say = talkOf(...several());
    await say('when are the solar panels coming');
    expect((await say('note for the septic: the lid is under the bench')).response).toContain('Septic Installation');
    expect(pf360.writes).toEqual(['/communication/client/DN01/project/4/note']);
  });
});

describe('projects of one kind', () => {
  test('are told apart by the day or the state of those that were asked about', async () => {
    const say = talkOf(
      project(1, 'T1', 'Fence', 'Scheduled', on('2026-06-08')),
      project(2, 'T2', 'Fence', 'Scheduled', on('2026-06-11 10:00:00')),
      project(3, 'T3', 'Fence', 'Ready To Schedule'),
    );
    await say('add a note "mind the roses"');
    expect((await say('the installation on june 8')).metadata.pending_action?.project.number).toBe('T1');
    await say('no');
    await say('change the address of the fence');
    expect((await say('the one thats ready')).response).toContain('order T3');
  });

  test('with the state of a visit and no date are told as that', async () => {
    const say = talkOf(project(1, 'B1', 'Deck', 'Scheduled'));
    expect((await say('when is the deck visit')).response).toContain("I can't see a date for it");
    expect((await say('cancel the deck')).response).toContain(
      "I can't see a date for it, so it can't be canceled here",
    );
  });
});

describe('a visit that is moved', () => {
  const moving = (start: string) =>
    talkOf(project(1, '31-1', 'Roofing', 'Scheduled', on(start), { '2026-06-05': ['08:00:00'] }));
  const PROMISE = /try to get (?:the old time|it) back/;

  test.each(['2026-06-01 13:00:00', '05-20-2026 09:00 AM'])(
    'is not promised its old time where that cannot be had again: %s',
    async (start) => {
      const say = moving(start);
      const asked = await say('move my roofing visit');
      expect(asked.metadata.pending_action?.tool).toBe('reschedule_appointment');
      expect(asked.response).not.toMatch(PROMISE);
      expect((await say('yes, move it')).response).not.toMatch(PROMISE);
      expect((await say('cancel it')).response).not.toMatch(PROMISE);
      expect((await say('no')).response).not.toMatch(PROMISE);
    },
  );

  test('is not told to be given up where PF360 says so and goes on showing it', async () => {
    const held = project(1, '31-1', 'Roofing', 'Scheduled', on('2026-06-09 13:00:00'));
    const say = talkOf({ ...held, stays: true });
    await say('move my roofing visit');
    const { response } = await say('yes, move it');
    expect(response).toContain("to be given up, but I can't see yet that it was.");
    expect(response).not.toContain('has been given up');
  });

  test('is promised it where it can', async () => {
    const say = moving('2026-06-04 13:00:00');
    expect((await say('move my roofing visit')).response).toMatch(PROMISE);
  });
});

describe('what there is', () => {
  test('is told of projects that are all over, rather than that there are none', async () => {
    const say = talkOf(project('a', '1-1', 'Kitchen', 'Done'), project('b', '2-1', 'Deck', 'CANCELLED/SURGE'));
    const { response } = await say('show my projects');
    expect(response).toContain("You don't have an open project right now.");
    expect(response).toContain('1. Kitchen Installation (order 1-1) - Done');
    expect((await say('the second one')).response).toMatch(/^Deck Installation/);
  });

  test('open far ahead is open', async () => {
    const say = talkOf(project('g', 'A', 'Blinds', 'NEW', {}, { '2027-01-04': ['09:00:00'] }));
    expect((await say('i want to book my blinds')).response).toContain('Monday, January 4, 2027');
  });

  test('comes next is the first visit that is not over, whatever the order of the list', async () => {
    const say = talkOf(
      project(1, '1-1', 'Roofing', 'Scheduled', on('2026-06-10 09:00:00')),
      project(2, '2-1', 'Deck', 'Scheduled', on('2026-05-20 09:00:00')),
      project(3, '3-1', 'Fence', 'Scheduled', on('06-02-2026 08:00 AM')),
    );
    expect((await say('when is my next appointment?')).response).toMatch(/^Your Fence Installation .*Tuesday, June 2/);
  });
});

describe('a project', () => {
  const windows = () => [
    project(1, '5001-1', 'Windows', 'Ready To Schedule', {
      installation_address_address1: '1 Kalakaua Ave',
      installation_address_city: 'Honolulu',
    }),
    project(2, '5002-1', 'Windows', 'Ready To Schedule', {
      installation_address_address1: '88 Banyan Dr',
      installation_address_city: 'Hilo',
    }),
  ];

  test.each(['water heater?', 'and the water heater', 'my water heater please'])(
    'is asked about by nothing but its kind: "%s"',
    async (message) => {
      const say = talkOf(project(1, '91-A', 'Water Heater', 'Needs Permit'), project(2, '92-A', 'Deck', 'On Hold'));
      expect((await say(message)).response).toMatch(/^Water Heater Installation .*91-A/);
    },
  );

  test('called "the other one" is not the one the talk is about', async () => {
    const say = talkOf(...windows());
    expect((await say('tell me about the Hilo windows')).response).toContain('5002-1');
    expect((await say('and the other windows')).response).toContain('5001-1');
    expect((await say('what address do you have for the other one?')).response).toContain('Banyan');
  });

  test.each([
    ['what time is the roofer coming', 'Roofing'],
    ['when does the electrician come', 'Electrical'],
  ])('is named by who works on it: "%s"', async (message, name) => {
    const say = talkOf(
      project(1, '1-1', 'Roofing', 'Scheduled', on('2026-06-10 09:00:00')),
      project(2, '2-1', 'Electrical', 'Scheduled', on('2026-06-11 09:00:00')),
    );
    expect((await say(message)).response).toMatch(new RegExp(`^Your ${name} Installation`));
  });
});
