import { type Address, type Project, pick } from './seed.ts';
import { CATEGORIES } from './seed-data.ts';
import type { Appointment, Progress } from './state.ts';

/** A row of the dashboard, with the live API's `table_column` names. Pass on only what the customer may see. */
export function dashboardRow(project: Project, progress: Progress) {
  const { customer, tenant } = project;
  const id = (value: number) => (tenant.dialect.ids === 'number' ? value : String(value));
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
    customer_customer_id: id(customer.id),
    customer_first_name: customer.firstName,
    customer_last_name: customer.lastName,
    customer_email: customer.email,
    customer_phone: customer.phone,
  };
}

/** Visits begin in the morning or the early afternoon and end on the same day. */
function appointmentColumns(appointment: Appointment | null, durationHours: number) {
  if (appointment === null) {
    return {
      convertedProjectStartScheduledDate: null,
      convertedProjectEndScheduledDate: null,
      project_date_scheduled_date: null,
    };
  }
  const { date, form } = appointment;
  const hour = Number(appointment.time.slice(0, 2));
  return {
    convertedProjectStartScheduledDate: writeDateTime(date, hour, form),
    convertedProjectEndScheduledDate: writeDateTime(date, hour + durationHours, form),
    project_date_scheduled_date: date,
  };
}

function writeDateTime(date: string, hour: number, form: Appointment['form']): string {
  if (form === 'date') return date;
  if (form === 'iso') return `${date} ${two(hour)}:00:00`;
  const [year, month, day] = date.split('-');
  return `${month}-${day}-${year} ${two(hour % 12 || 12)}:00 ${hour < 12 ? 'AM' : 'PM'}`;
}

function two(value: number): string {
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
  const [firstName, lastName] = pick(project.tenant.technicians, crew);
  return {
    user_idata_user_id: 3051 + crew,
    user_idata_first_name: firstName,
    user_idata_last_name: lastName,
    installer_details_installer_id: 902 + crew,
  };
}
