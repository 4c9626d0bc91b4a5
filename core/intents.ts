/** The 24 intents, in the order of the published table: one row each, read by classifier prompt, clarifier and planner. */
export const INTENTS = {
  list_projects: { domain: 'scheduling', means: 'wants to see projects, all or filtered' },
  select_project: { domain: 'scheduling', means: 'names one project and nothing else, usually as an answer' },
  check_availability: { domain: 'scheduling', means: 'asks which days or times are open, without committing' },
  select_date: { domain: 'scheduling', means: 'gives a date, with or without a time, as an answer and nothing else' },
  select_time: { domain: 'scheduling', means: 'gives a time of day as an answer and nothing else' },
  book_appointment: { domain: 'scheduling', means: 'wants a new appointment' },
  reschedule_appointment: { domain: 'scheduling', means: 'wants to move an existing appointment' },
  cancel_appointment: { domain: 'scheduling', means: 'wants an existing appointment gone, or says why' },
  project_details: {
    domain: 'information',
    means: 'asks about one project: technician, store, category, order number, duration',
  },
  appointment_status: { domain: 'information', means: 'asks whether or when an existing appointment is' },
  business_hours: { domain: 'information', means: 'asks when the office is open' },
  weather: { domain: 'information', means: 'asks about the weather, for a place or an appointment day' },
  installation_address: { domain: 'information', means: 'asks which address is on file' },
  add_note: { domain: 'notes', means: 'wants something written on a project' },
  list_notes: { domain: 'notes', means: 'wants to read what is written on a project' },
  change_address: { domain: 'notes', means: 'says that the address on file is wrong or should change' },
  affirm: { domain: 'control', means: 'agrees to what was just asked' },
  deny: { domain: 'control', means: 'refuses what was just asked' },
  talk_to_human: { domain: 'control', means: 'wants a person' },
  greeting: { domain: 'chitchat', means: 'opens the conversation' },
  thanks: { domain: 'chitchat', means: 'thanks' },
  goodbye: { domain: 'chitchat', means: 'closes the conversation' },
  help: { domain: 'chitchat', means: 'asks what the assistant can do, or is lost' },
  out_of_scope: { domain: 'unknown', means: 'asks for anything else' },
} as const;

export type IntentName = keyof typeof INTENTS;

export const INTENT_NAMES = Object.keys(INTENTS) as [IntentName, ...IntentName[]];
