import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('the words that name a project', () => {
  test.each([
    ['flooring please', 'flooring'],
    ['my floors', 'floors'],
    ['I need to schedule my flooring install', 'flooring'],
    ['the bathroom measurement', 'bathroom measurement'],
    ['when is my bathroom measure', 'bathroom measure'],
    ['the measure', 'measure'],
    ['windows', 'windows'],
    ['the window job', 'window'],
    ['my kitchen cabinets', 'kitchen cabinets'],
    ['front door', 'front door'],
    ['the garage door one', 'garage door'],
    ['vinyl planks', 'vinyl planks'],
    ['the ceiling fans', 'ceiling fans'],
    ['GUTTERS', 'GUTTERS'],
    ["the carpet's going in", 'carpet'],
    ['flooing', 'flooing'],
    ['widows instal', 'widows'],
    ['the kichen one', 'kichen'],
    ['order 41003_1', '41003_1'],
    ['41003_1', '41003_1'],
    ['cancle order 33852', '33852'],
    ['order number 71550', '71550'],
    ['what is job 552', '552'],
    ['location on 55810', '55810'],
    ['the one ending in 02', '02'],
    ['Not the fence, the front door.', 'front door'],
    ["it's the measure, not the fence", 'measure'],
    ['now that the deck is done i wanna set up the pergola', 'pergola'],
    ['The countertop people are late. Please shift the plumbing visit', 'plumbing'],
    ['my sauna install', 'sauna'],
    ['show me everything for the lake house', 'lake house'],
    ['the one in the basement', 'basement'],
  ])('%s', (message, project) => {
    expect(read(message).project).toBe(project);
  });

  test.each([
    ['77120', '77120'],
    ['the sauna one', 'sauna'],
    ['painting', 'painting'],
  ])('%s, when it was asked which project', (message, project) => {
    expect(read(message, { expecting: 'project' }).project).toBe(project);
  });

  test.each([
    'what jobs do I have',
    'my next appointment',
    'the first one',
    'which one',
    'the bigger project',
    'third floor apartment',
    'is that the arrival window',
    'the closest date',
    'it showed up',
    'could you measure it',
    'call 813-555-0142',
    'gate code 77120',
    'I have 12000 sq feet',
    'Norfolk VA 23503',
    'not the fence',
    'the fence is done',
    'the one in the middle',
  ])('%s names none', (message) => {
    expect(read(message)).not.toHaveProperty('project');
  });

  test('nothing is a project in what is about something else', () => {
    expect(read('how much is carpet', { intent: 'out_of_scope' })).toEqual({});
  });
});
