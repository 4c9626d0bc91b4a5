import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('a place in what was shown', () => {
  test.each([
    ['the second one', 2],
    ['2nd one', 2],
    ['second option', 2],
    ['the third slot', 3],
    ['frist one', 1],
    ['number 2', 2],
    ['no. 2', 2],
    ['#4', 4],
    ['option three', 3],
    ['numero uno', 1],
    ['project 3', 3],
    ['my second project', 2],
    ['the last one', -1],
    ['last one on there', -1],
    ['the very last one please', -1],
    ['whats the last note say', -1],
    ['top one', 1],
    ['the one at the top of the list', 1],
    ['whichever one is at the bottom of the list', -1],
    ['the latter', -1],
    ['the former', 1],
    ['second to last', -2],
    ['the first of those', 1],
  ])('%s', (message, ordinal) => {
    expect(read(message).ordinal).toBe(ordinal);
  });

  test.each([
    ['3', 3],
    ['the second', 2],
    ['the 3rd', 3],
    ['first', 1],
    ['Four', 4],
    ['third down', 3],
    ['2 please', 2],
    ['the last', -1],
    ['at the bottom', -1],
    ['number 12', 12],
  ])('%s, when it was asked which project', (message, ordinal) => {
    expect(read(message, { expecting: 'project' }).ordinal).toBe(ordinal);
  });

  test('a date or a time that was shown', () => {
    expect(read('the first', { expecting: 'date' })).toEqual({ ordinal: 1 });
    expect(read('the 2nd', { expecting: 'date' })).toEqual({ date: '2026-04-02' });
    expect(read('the second', { expecting: 'time' })).toEqual({ ordinal: 2 });
    expect(read('the 3rd', { expecting: 'time' })).toEqual({ ordinal: 3 });
    expect(read('the 12th', { expecting: 'time' })).toEqual({ date: '2026-03-12' });
    expect(read('the last date', { expecting: 'date' })).toEqual({ ordinal: -1 });
    expect(read('the first date', { expecting: 'date' })).toEqual({ ordinal: 1 });
  });

  test.each([
    'first time here',
    'the second floor',
    'one last thing',
    'last week was better',
    'last time',
    'first of all',
    'at first',
    'the first thing I noticed',
    'apt number 4',
    'not the first one',
    'number 4821',
    'my first name',
    'every second week',
    'do it one more time',
    'the 1st of April',
  ])('%s is none', (message) => {
    expect(read(message)).not.toHaveProperty('ordinal');
  });

  test('a date is no place in a list', () => {
    expect(read('put it down for the 23rd', { expecting: 'project' })).toEqual({ date: '2026-03-23' });
    expect(read('Friday the 13th', { expecting: 'project' })).toEqual({ date: '2026-03-13' });
  });
});

describe('the earliest or the latest', () => {
  test.each([
    ['the soonest you have', 'earliest'],
    ['soonest one', 'earliest'],
    ['whats your earliest', 'earliest'],
    ['first available', 'earliest'],
    ['the first slot you have', 'earliest'],
    ['ASAP', 'earliest'],
    ['as soon as possible', 'earliest'],
    ['as early as you can', 'earliest'],
    ['the earlier one', 'earliest'],
    ['the sooner the better', 'earliest'],
    ['the later one', 'latest'],
    ['the later of the two', 'latest'],
    ['the latest u have', 'latest'],
    ['as late as possible', 'latest'],
    ["what's the latest you go out", 'latest'],
    ['whichever is last', 'latest'],
  ])('%s', (message, relative_order) => {
    expect(read(message)).toEqual({ relative_order });
  });

  test.each([
    'friday at the latest',
    '9am at the earliest',
    'the latest news',
    'call at your earliest convenience',
    'too late',
    'later',
    'the first slot you listed',
  ])('%s is neither', (message) => {
    expect(read(message)).not.toHaveProperty('relative_order');
  });

  test('the last one is a place, not the latest', () => {
    expect(read('the last one')).toEqual({ ordinal: -1 });
  });
});
