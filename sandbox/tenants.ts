/**
 * How a tenant's PF360 speaks. The live API has been met in all of these forms; each tenant here keeps to one, so that
 * a client that copes with all three tenants copes with all forms.
 */
export type Dialect = {
  /** Start and end of an appointment: `MM-DD-YYYY hh:mm AM` or `YYYY-MM-DD HH:MM:SS`. */
  dates: 'us' | 'iso';
  /** Whether project and customer ids of the dashboard are JSON numbers or strings. */
  ids: 'number' | 'string';
  /** Request ids: integers, or strings such as `req_51000001`. */
  requestIds: 'number' | 'string';
  /** Business hours: all seven days with `HH:MM`, or the open days only with `HH:MM:SS`. */
  hours: 'week' | 'open days';
  /** The notes list: `{"data": [...]}`, `{"notes": [...]}` or a bare array. */
  notes: 'data' | 'notes' | 'bare';
  /** What a reschedule's release answers: new dates with a request id, or a message alone. */
  release: 'dates' | 'message';
  /** What a booking becomes: an appointment at once, or a request that waits for the office. */
  booking: 'scheduled' | 'review';
  /** The answer to a booking: `data: true`, or `data` with a confirmation number. */
  receipt: 'true' | 'confirmation number';
  /** Texts of a 400: inside `{"message"}`, or plain. */
  refusals: 'json' | 'text';
};

export type Store = { name: string; number: string };

export type Tenant = {
  clientId: string;
  name: string;
  /** IANA zone. All dates and times of the tenant are local to it. */
  zone: string;
  /** ISO weekdays, 1 = Monday. */
  workDays: readonly number[];
  /** `HH:MM`. */
  opens: string;
  closes: string;
  /** First and last names, in the order of the categories; a shorter roster starts over. */
  technicians: readonly (readonly [first: string, last: string])[];
  stores: readonly Store[];
  dialect: Dialect;
};

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const MONDAY_TO_SATURDAY = [1, 2, 3, 4, 5, 6];

const TENANTS: readonly Tenant[] = [
  {
    clientId: '11TB01SB',
    name: 'Tampa Bay Interiors',
    zone: 'America/New_York',
    workDays: MONDAY_TO_FRIDAY,
    opens: '08:00',
    closes: '17:00',
    technicians: [
      ['Marco', 'Reyes'],
      ['Tanya', 'Boudreaux'],
      ['Luis', 'Ferreira'],
      ['Hannah', 'Kowalski'],
      ['Devon', 'Marsh'],
      ['Ines', 'Carvalho'],
      ['Patrick', 'Odom'],
      ['Rosa', 'Delgado'],
      ['Simon', 'Achterberg'],
      ['Keisha', 'Langford'],
      ['Nils', 'Bergstrom'],
      ['Carmen', 'Ibarra'],
      ['Terrence', 'Hale'],
      ['Miriam', 'Stein'],
      ['Bao', 'Nguyen'],
      ['Angela', 'Ruiz'],
      ['Stefan', 'Novak'],
      ['Yolanda', 'Price'],
      ['Curtis', 'Webb'],
      ['Leila', 'Haddad'],
      ['Gordon', 'Pike'],
      ['Faith', 'Adeyemi'],
      ['Victor', 'Salas'],
    ],
    stores: [
      { name: 'Harbor Home Center Brandon', number: '0042' },
      { name: 'Harbor Home Center Clearwater', number: '0057' },
      { name: 'Harbor Home Center Carrollwood', number: '0063' },
    ],
    dialect: {
      dates: 'us',
      ids: 'number',
      requestIds: 'number',
      hours: 'week',
      notes: 'data',
      release: 'dates',
      booking: 'scheduled',
      receipt: 'true',
      refusals: 'json',
    },
  },
  {
    clientId: '22CH01SB',
    name: 'Lakeshore Home Services',
    zone: 'America/Chicago',
    workDays: MONDAY_TO_FRIDAY,
    opens: '07:00',
    closes: '16:00',
    technicians: [
      ['Agnes', 'Sorensen'],
      ['Raymond', 'Tillman'],
      ['Joel', 'Petrakis'],
      ['Wanda', 'Zielinski'],
      ['Emmett', 'Doyle'],
    ],
    stores: [{ name: 'Prairie Home Supply Evanston', number: '0311' }],
    dialect: {
      dates: 'iso',
      ids: 'string',
      requestIds: 'number',
      hours: 'open days',
      notes: 'notes',
      release: 'message',
      booking: 'review',
      receipt: 'true',
      refusals: 'text',
    },
  },
  {
    clientId: '11OR02SB',
    name: 'Orlando Interiors',
    zone: 'America/New_York',
    workDays: MONDAY_TO_SATURDAY,
    opens: '08:00',
    closes: '17:00',
    technicians: [
      ['Gabriel', 'Santos'],
      ['Nadine', 'Fischer'],
      ['Omar', 'Siddiqui'],
      ['Colleen', 'Brady'],
      ['Andre', 'Baptiste'],
      ['Mei', 'Tanaka'],
      ['Russell', 'Vance'],
    ],
    stores: [
      { name: 'Harbor Home Center Winter Park', number: '0071' },
      { name: 'Harbor Home Center Kissimmee', number: '0078' },
    ],
    dialect: {
      dates: 'iso',
      ids: 'number',
      requestIds: 'string',
      hours: 'week',
      notes: 'bare',
      release: 'dates',
      booking: 'scheduled',
      receipt: 'confirmation number',
      refusals: 'json',
    },
  },
];

const BY_ID = new Map(TENANTS.map((tenant) => [tenant.clientId, tenant]));

/** The tenant with this `client_id`, or undefined. */
export function findTenant(clientId: string): Tenant | undefined {
  return BY_ID.get(clientId);
}

/** The tenant with this `client_id`, which the sandbox's own data names. @throws Error when there is none. */
export function tenantOf(clientId: string): Tenant {
  const tenant = BY_ID.get(clientId);
  if (tenant === undefined) throw new Error(`no tenant ${clientId}`);
  return tenant;
}
