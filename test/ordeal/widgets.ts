import { Temporal } from 'temporal-polyfill';
import { dashboardRow } from '../../sandbox/dashboard.ts';
import { weatherOn } from '../../sandbox/forecast.ts';
import { findPlaces } from '../../sandbox/gazetteer.ts';
import type { Project } from '../../sandbox/seed.ts';
import type { Standing } from '../conversations/stage.ts';
import { projectsOf } from './own.ts';
import type { Done } from './watch.ts';

/** What an answer's widgets show against what PF360 and the weather service hold, beside the dates and times. */
export function untrueWidgets({ said, answer, before, after, recovered, listed }: Done): string[] {
  const { data } = answer;
  const holds = (number: string, what: string, fits: (row: Row) => boolean): string[] => {
    if (recovered.has(number)) return [];
    // A list that was read before a write of the same turn shows what was so then.
    const rows = [before, after, ...listed(number)].map((standing) => rowOf(standing.project(number), standing));
    return rows.some(fits) ? [] : [`${number} is shown with ${what}`];
  };
  switch (data?.kind) {
    case 'projects':
      return data.items.flatMap(({ number, status }) =>
        holds(number, `status ${status}`, (row) => row.status_info_status === status || OF_OWN_WRITES.test(status)),
      );
    case 'project': {
      const { item, technician, address, store } = data;
      const { number, status } = item;
      return [
        ...holds(number, `status ${status}`, (row) => row.status_info_status === status || OF_OWN_WRITES.test(status)),
        ...holds(number, `technician ${technician}`, (row) => technician === null || technician === technicianIn(row)),
        ...holds(number, `store ${store}`, (row) => store === null || store === row.store_info_store_name),
        ...holds(
          number,
          `address ${address}`,
          (row) => address === null || address === row.installation_address_full_address,
        ),
      ];
    }
    case 'address': {
      const { address, project } = data;
      return holds(
        project.number,
        `address ${address}`,
        (row) => (address ?? '') === row.installation_address_full_address,
      );
    }
    case 'notes': {
      const { id } = after.project(data.project.number);
      const notes = [...after.seed.notes, ...after.state.notes].filter(({ project_id }) => project_id === id);
      return data.items
        .filter(({ text }) => !notes.some((note) => note.text === text))
        .map(({ text }) => `a note is shown that is not there: ${text}`);
    }
    case 'hours':
      return data.items.flatMap(({ day, open, close }) =>
        tenantsOf(said.customer, after).some((tenant) => {
          const works = tenant.workDays.includes(WEEKDAYS.indexOf(day) + 1);
          return (open ?? '') === (works ? tenant.opens : '') && (close ?? '') === (works ? tenant.closes : '');
        })
          ? []
          : [`${day} ${open} to ${close} are no hours of this office`],
      );
    case 'weather':
      return data.items.flatMap(({ date, high_f, low_f, precipitation_percent }) => {
        const at = findPlaces(data.place)
          .map(({ latitude, longitude }) => weatherOn(latitude, longitude, Temporal.PlainDate.from(date)))
          .some(
            (day) => near(high_f, day.highF) && near(low_f, day.lowF) && near(precipitation_percent, day.rainChance),
          );
        return at ? [] : [`the weather of ${data.place} on ${date} is another one`];
      });
    default:
      return [];
  }
}

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a list says in place of the status, of a project that PF360 does not show as it was left here. */
const OF_OWN_WRITES = /\bhere(?:, (?:not shown yet|still shown))?$/;

type Row = ReturnType<typeof dashboardRow>;
const rowOf = (project: Project, standing: Standing): Row => dashboardRow(project, standing.progress(project));

const technicianIn = ({ user_idata_first_name: first, user_idata_last_name: last }: Row): string | null =>
  first === null ? null : `${first} ${last}`;

/** Null is "not given": the service gives the last days no chance of rain. */
const near = (shown: number | null, real: number): boolean => shown === null || Math.abs(shown - real) < 0.06;

/** The tenants of a customer's projects; customers without projects may meet any. */
export function tenantsOf(customer: string, standing: Standing): Project['tenant'][] {
  const own = projectsOf(customer, standing);
  return [...new Set((own.length > 0 ? own : [...standing.seed.projects.values()]).map(({ tenant }) => tenant))];
}
