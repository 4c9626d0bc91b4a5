import * as z from 'zod';
import type { CustomerProject } from '../../core/ports.ts';
import { groupOf, holdsAppointment } from '../../core/rules/status.ts';
import { isEmpty, payloadOf, Text } from './envelope.ts';
import { readDate, readDateTime } from './formats.ts';

/** A row of the dashboard, as far as it is used. Only the id is indispensable; personal data is not even read. */
const Row = z.object({
  project_project_id: z.union([z.string().trim().min(1), z.number()]).transform(String),
  project_project_number: Text,
  project_po_number: Text,
  project_type_project_type: Text,
  project_type: Text,
  projectType: Text,
  work_type: Text,
  project_category_category: Text,
  status_info_status: Text,
  convertedProjectStartScheduledDate: Text,
  convertedProjectEndScheduledDate: Text,
  project_date_scheduled_date: Text,
  project_date_sold: Text,
  installation_address_full_address: Text,
  installation_address_address1: Text,
  installation_address_address2: Text,
  installation_address_city: Text,
  installation_address_state: Text,
  installation_address_zipcode: Text,
  user_idata_first_name: Text,
  user_idata_last_name: Text,
  service_time_duration_value: Text,
  service_time_duration_type: Text,
  store_info_store_name: Text,
});
type Row = z.infer<typeof Row>;

/**
 * The customer's projects of one tenant, in the order of the dashboard. A row that cannot be read is left out and
 * counted in `unreadable`, as is one whose appointment is in no known form: the others are none the worse. Null when
 * the body is no dashboard at all, or when not one of its rows can be read, which must not pass for "no projects".
 */
export function readDashboard(
  json: unknown,
  clientId: string,
): { projects: CustomerProject[]; unreadable: number } | null {
  const rows = payloadOf(json);
  if (!Array.isArray(rows)) return isEmpty(json) ? { projects: [], unreadable: 0 } : null;
  const read = rows.flatMap((row) => {
    const { data } = Row.safeParse(row);
    return data === undefined ? [] : [{ row: data, project: projectOf(data, clientId) }];
  });
  if (read.length === 0 && rows.length > 0) return null;
  const undated = read.filter(
    ({ row, project }) => holdsAppointment(project.group) && startOf(row) !== null && project.scheduled === null,
  );
  return { projects: read.map(({ project }) => project), unreadable: rows.length - read.length + undated.length };
}

/** One row cleaned. What a cancelled booking left behind (date, technician) goes: the status says whether it is real. */
function projectOf(row: Row, client_id: string): CustomerProject {
  const status = row.status_info_status ?? '';
  const group = groupOf(status);
  const isHeld = holdsAppointment(group);
  return {
    project_id: row.project_project_id,
    client_id,
    number: row.project_project_number ?? row.project_po_number ?? '',
    category: row.project_category_category ?? 'Project',
    type: row.project_type_project_type ?? row.project_type ?? row.projectType ?? row.work_type ?? '',
    location: null,
    status,
    group,
    scheduled: isHeld ? appointmentOf(row) : null,
    ...addressOf(row),
    technician: isHeld ? joined(' ', row.user_idata_first_name, row.user_idata_last_name) : null,
    store: row.store_info_store_name,
    duration: durationOf(row),
    sold: row.project_date_sold === null ? null : readDate(row.project_date_sold),
  };
}

function appointmentOf(row: Row): CustomerProject['scheduled'] {
  const start = startOf(row);
  const begins = start === null ? null : readDateTime(start);
  if (begins === null) return null;
  const end = row.convertedProjectEndScheduledDate;
  const ends = end === null ? null : readDateTime(end);
  // A visit over several days ends at no time of the day it begins.
  const end_time = ends !== null && ends.date === begins.date && begins.time !== null ? ends.time : null;
  return { ...begins, end_time };
}

function startOf(row: Row): string | null {
  return row.convertedProjectStartScheduledDate ?? row.project_date_scheduled_date;
}

function addressOf(row: Row): Pick<CustomerProject, 'address' | 'street' | 'city' | 'state' | 'zip'> {
  const street = joined(', ', row.installation_address_address1, row.installation_address_address2);
  const city = row.installation_address_city;
  const state = row.installation_address_state;
  const zip = row.installation_address_zipcode;
  const address = row.installation_address_full_address ?? joined(', ', street, city, joined(' ', state, zip));
  return { address, street, city, state, zip };
}

function durationOf({ service_time_duration_value: value, service_time_duration_type: unit }: Row): string | null {
  if (value === null || unit === null) return null;
  return `${value} ${value === '1' ? unit.replace(/s$/i, '') : unit}`;
}

function joined(separator: string, ...parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(separator) || null;
}
