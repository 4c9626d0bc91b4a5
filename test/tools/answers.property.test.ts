import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readOpenDates, readOpenTimes, readRelease } from '../../adapters/pf360/availability.ts';
import { readDashboard } from '../../adapters/pf360/dashboard.ts';
import { readEnvelope } from '../../adapters/pf360/envelope.ts';
import { readNotes } from '../../adapters/pf360/notes.ts';
import { refusalIn, saysAskedBefore } from '../../adapters/pf360/refusals.ts';
import { readWorkWeek } from '../../adapters/pf360/work-week.ts';

/** Any JSON, and JSON that has the fields of a real answer with anything in them. */
const FIELDS = [
  ...['data', 'dates', 'availableDates', 'slots', 'timeSlots', 'request_id', 'notes', 'note_text', 'created_at'],
  ...['workHours', 'hours', 'day', 'start', 'error', 'message', 'project_project_id', 'status_info_status'],
  ...['convertedProjectStartScheduledDate', 'project_date_sold'],
];
const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('Scheduled', '2026-06-09', '06-09-2026 08:00 AM', '08:00:00', 'Monday', 7),
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('anything'), { maxKeys: 5 }),
  ),
}));

const READERS: [string, (json: unknown) => unknown][] = [
  ['dates', readOpenDates],
  ['times', readOpenTimes],
  ['a release', readRelease],
  ['a dashboard', (json) => readDashboard(json, 'T1')],
  ['notes', readNotes],
  ['hours', readWorkWeek],
];

describe('whatever PF360 answers', () => {
  test.each(READERS)('it is read as %s or as nothing, never an error', (_, read) => {
    fc.assert(
      fc.property(anything, (json) => {
        expect(read(json)).not.toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('a body is JSON or text, and its words are found', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const envelope = readEnvelope(body);
        expect(typeof envelope.message).toBe('string');
        expect(typeof saysAskedBefore(envelope)).toBe('boolean');
        expect(refusalIn(readEnvelope(`This project is ALREADY SCHEDULED ${body}`))).not.toBe('not_allowed');
      }),
    );
  });

  test('only a list without rows is an empty list of projects', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 4 }), (rows) => {
        const dashboard = readDashboard({ data: rows }, 'T1');
        if (dashboard !== null) expect(dashboard.projects.length).toBeGreaterThan(0);
      }),
    );
  });

  test('dates and times come sorted, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('2026-06-09', '2026-06-02', '06-03-2026', 'x', 5)), (dates) => {
        const read = readOpenDates({ data: { dates, request_id: 1 } })?.dates ?? [];
        expect(read).toEqual([...new Set(read)].sort());
      }),
    );
  });
});
