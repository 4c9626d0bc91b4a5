import type * as z from 'zod';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { ToolName } from '../core/contracts/tool-call.ts';
import { addNote } from './add-note.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { confirmAppointment } from './confirm-appointment.ts';
import { getAppointmentStatus } from './get-appointment-status.ts';
import { getAvailableDates } from './get-available-dates.ts';
import { getBusinessHours } from './get-business-hours.ts';
import { getInstallationAddress } from './get-installation-address.ts';
import { getProjectDetails } from './get-project-details.ts';
import { getTimeSlots } from './get-time-slots.ts';
import { getWeather } from './get-weather.ts';
import { listNotes } from './list-notes.ts';
import { listProjects } from './list-projects.ts';
import { requestAddressChange } from './request-address-change.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';
import { selectDate } from './select-date.ts';
import { selectProject } from './select-project.ts';

/** The sixteen tools by name. */
export const CATALOGUE = {
  list_projects: listProjects,
  select_project: selectProject,
  get_project_details: getProjectDetails,
  get_business_hours: getBusinessHours,
  get_available_dates: getAvailableDates,
  get_time_slots: getTimeSlots,
  select_date: selectDate,
  confirm_appointment: confirmAppointment,
  cancel_appointment: cancelAppointment,
  add_note: addNote,
  get_weather: getWeather,
  reschedule_appointment: rescheduleAppointment,
  get_appointment_status: getAppointmentStatus,
  list_notes: listNotes,
  get_installation_address: getInstallationAddress,
  request_address_change: requestAddressChange,
};

type Catalogue = typeof CATALOGUE;

/** What a caller gives the tool, defaults left out or not. */
export type ToolInput<Name extends ToolName> = z.input<Catalogue[Name]['input']>;
/** What the tool answers when all went well. */
export type ToolOutput<Name extends ToolName> = z.output<Catalogue[Name]['output']>;
export type ToolOutcome<Name extends ToolName> = Outcome<ToolOutput<Name>>;
