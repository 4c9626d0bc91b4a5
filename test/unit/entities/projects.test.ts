import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchProjects, type NamedProject } from '../../../core/understanding/projects.ts';

const project = (
  number: string,
  category: string,
  type = 'Installation',
  rest: Partial<NamedProject> = {},
): NamedProject => ({
  number,
  category,
  type,
  status: 'Ready To Schedule',
  ...rest,
});

const PROJECTS = [
  project('41001_1', 'Flooring'),
  project('41002_1', 'Windows', 'Installation', { status: 'Scheduled' }),
  project('41003_1', 'Bathroom', 'Measurement'),
  project('41004_1', 'Doors', 'Installation', { status: 'Completed' }),
  project('41005_1', 'Kitchen Cabinets'),
  project('41006_1', 'Blinds'),
];

const numbers = (words: string, projects: readonly NamedProject[] = PROJECTS): string[] =>
  matchProjects(words, projects).map(({ index }) => projects[index]?.number ?? '');

describe('a project by the customer’s words', () => {
  test.each([
    ['flooring', '41001_1'],
    ['the floors', '41001_1'],
    ['flooing', '41001_1'],
    ['hardwood', '41001_1'],
    ['carpet', '41001_1'],
    ['window job', '41002_1'],
    ['widows instal', '41002_1'],
    ['bath', '41003_1'],
    ['the bathrom mesurement', '41003_1'],
    ['measure', '41003_1'],
    ['the measuring appointment', '41003_1'],
    ['door', '41004_1'],
    ['cabinets', '41005_1'],
    ['kitchen', '41005_1'],
    ['cabnets in the kitchen', '41005_1'],
    ['shades', '41006_1'],
    ['floor in the kitchen', '41001_1'],
    ['kitchen floor', '41001_1'],
    ['the scheduled one', '41002_1'],
    ['41003', '41003_1'],
    ['41003_1', '41003_1'],
    ['order #41003-1', '41003_1'],
    ['4 1 0 0 6', '41006_1'],
    ['the one ending in 02', '41002_1'],
    ['ending in 5', '41005_1'],
    ['02', '41002_1'],
    ['003', '41003_1'],
  ])('%s', (words, number) => {
    expect(numbers(words)).toEqual([number]);
  });

  test('several that fit equally well all come back', () => {
    expect(numbers('install')).toEqual(['41001_1', '41002_1', '41004_1', '41005_1', '41006_1']);
    expect(numbers('410')).toHaveLength(6);
    expect(numbers('deck', [project('1', 'Decking'), project('2', 'Deck'), project('3', 'Siding')])).toEqual([
      '1',
      '2',
    ]);
  });

  test.each(['', 'sauna', 'the other one', 'order 99999', '41', '7', '???', 'book it please'])(
    '"%s" fits none',
    (words) => {
      expect(matchProjects(words, PROJECTS)).toEqual([]);
    },
  );

  test('town, street and location tell like projects apart', () => {
    const homes = [
      project('1', 'Flooring', 'Installation', { city: 'Tampa', street: '12 Oak St', location: 'North House' }),
      project('2', 'Flooring', 'Installation', { city: 'Orlando', street: '9 Elm Rd', location: 'Lake House' }),
      project('3', 'Windows', 'Installation', { city: 'Orlando', street: null, location: null }),
    ];
    expect(numbers('flooring', homes)).toEqual(['1', '2']);
    expect(numbers('flooring in orlando', homes)).toEqual(['2']);
    expect(numbers('the one on oak', homes)).toEqual(['1']);
    expect(numbers('orlndo floor', homes)).toEqual(['2']);
    expect(numbers('lake house', homes)).toEqual(['2']);
    expect(numbers('Orlando', homes)).toEqual(['2', '3']);
  });

  test('a type tells two projects of one category apart', () => {
    const floors = [project('1', 'Flooring'), project('2', 'Flooring', 'Measurement')];
    expect(numbers('flooring measure', floors)).toEqual(['2']);
    expect(numbers('flooring install', floors)).toEqual(['1']);
    expect(numbers('flooring', floors)).toEqual(['1', '2']);
  });

  test('the category said in full goes before one it is only part of', () => {
    const doors = [project('1', 'Garage Doors'), project('2', 'Doors')];
    expect(numbers('doors', doors)).toEqual(['2']);
    expect(numbers('garage door', doors)).toEqual(['1']);
  });

  test('a near kind of work is a weaker match than the thing itself', () => {
    const [carpet] = matchProjects('carpet', PROJECTS);
    const [flooring] = matchProjects('flooring', PROJECTS);
    expect(carpet?.score).toBeLessThan(flooring?.score ?? 0);
    expect(numbers('carpet', [project('1', 'Flooring'), project('2', 'Carpet')])).toEqual(['2']);
  });

  test('whatever the words, scores lie between 0 and 1 and come in the order given', () => {
    const word = fc.constantFrom(
      'floor',
      'windows',
      'the',
      '41001',
      'ending',
      'in',
      '02',
      'measure',
      'kitchen',
      'orlando',
      '',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (words) => {
          const matches = matchProjects(words, PROJECTS);
          expect(matches.map(({ index }) => index)).toEqual(
            matches.map(({ index }) => index).toSorted((a, b) => a - b),
          );
          for (const { score } of matches) {
            expect(score).toBeGreaterThan(0);
            expect(score).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('finds the one that is meant among 500', () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      project(`${50_000 + index}_1`, PROJECTS[index % 6]?.category ?? '', 'Installation', {
        city: ['Tampa', 'Orlando', 'Miami'][index % 3] ?? null,
        street: `${index} Elm Street`,
        location: `Site ${index}`,
      }),
    );
    expect(matchProjects('50321_1', many).map(({ index }) => index)).toEqual([321]);
    expect(matchProjects('the kitchn cabnets install in orlando please', many).length).toBeGreaterThan(0);
  });
});
