import { Temporal } from 'temporal-polyfill';
import { CATEGORIES, CUSTOMERS, ROSTERS } from './seed-data.ts';
import { type Address, type Project, pick } from './seed.ts';
import type { Appointment, Progress } from './state.ts';

/** A row of the dashboard, with the live API's `table_column` names. Pass on only what the customer may see. */
export function dashboardRow(project: Project, progress: Progress) {
  const { dialect } = project.tenant;
  const id = (value: number) => (dialect.ids === 'number' ? value : String(value));
  const customer = CUSTOMERS[project.customerId];
  return {
    project_project_id: id(project.id),
    project_project_number: project.number,
    project_po_number: project.poNumber,
    project_type_project_type: project.type,
    project_category_category: project.category,
    status_info_status: progress.status,
    ...appointmentColumns(progress.appointment, project.durationHours),
    project_date_sold: project.soldOn,
    project_date_completed_date: project.completedOn,
    project_installation_address_id: project.addressId,
    ...addressColumns(project.address),
    ...technicianColumns(project, progress.crew_assigned),
    service_time_duration_value: String(project.durationHours),
    service_time_duration_type: 'hours',
    store_info_store_name: project.store.name,
    store_info_store_number: project.store.number,
    project_store_store_number: project.store.number,
    customer_customer_id: id(project.customerId),
    customer_first_name: customer?.firstName ?? null,
    customer_last_name: customer?.lastName ?? null,
    customer_email: customer?.email ?? null,
    customer_phone: customer?.phone ?? null,
  };
}

function appointmentColumns(appointment: Appointment | null, durationHours: number) {
  const start = appointment === null ? null : Temporal.PlainDateTime.from(`${appointment.date}T${appointment.time}`);
  const end = start?.add({ hours: durationHours }) ?? null;
  const form = appointment?.form ?? 'iso';
  return {
    convertedProjectStartScheduledDate: start === null ? null : writeDateTime(start, form),
    convertedProjectEndScheduledDate: end === null ? null : writeDateTime(end, form),
    project_date_scheduled_date: appointment?.date ?? null,
  };
}

function writeDateTime(when: Temporal.PlainDateTime, form: Appointment['form']): string {
  const date = when.toPlainDate().toString();
  if (form === 'date') return date;
  if (form === 'iso') return `${date} ${when.toPlainTime().toString({ smallestUnit: 'second' })}`;
  const hour = String(when.hour % 12 || 12);
  const half = when.hour < 12 ? 'AM' : 'PM';
  return `${two(when.month)}-${two(when.day)}-${when.year} ${two(hour)}:${two(when.minute)} ${half}`;
}

function two(value: number | string): string {
  return String(value).padStart(2, '0');
}

function addressColumns(address: Address | null) {
  const place = address === null ? '' : [address.state, address.zipcode].filter(Boolean).join(' ');
  const lines = address === null ? [] : [address.line1, address.line2, address.city, place];
  return {
    installation_address_full_address: lines.filter(Boolean).join(', '),
    installation_address_address1: address?.line1 ?? '',
    installation_address_address2: address?.line2 ?? null,
    installation_address_city: address?.city ?? '',
    installation_address_state: address?.state ?? '',
    installation_address_zipcode: address?.zipcode ?? '',
  };
}

function technicianColumns(project: Project, assigned: boolean) {
  if (!assigned) {
    return {
      user_idata_user_id: null,
      user_idata_first_name: null,
      user_idata_last_name: null,
      installer_details_installer_id: null,
    };
  }
  const crew = CATEGORIES.indexOf(project.category);
  const [firstName, lastName] = pick(ROSTERS[project.tenant.clientId] ?? [], crew).split(' ');
  return {
    user_idata_user_id: 3051 + crew,
    user_idata_first_name: firstName ?? null,
    user_idata_last_name: lastName ?? null,
    installer_details_installer_id: 902 + crew,
  };
}
