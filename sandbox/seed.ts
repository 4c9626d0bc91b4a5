import type { Temporal } from 'temporal-polyfill';
import { dateIn, type WorkCalendar, workCalendar } from './calendar.ts';
import {
  CATEGORIES,
  type Category,
  type City,
  CUSTOMERS,
  type Customer,
  LARGE_CUSTOMER_STATUSES,
  LARGE_CUSTOMER_TYPES,
  type Line,
  ORLANDO,
  ORLANDO_PORTFOLIO,
  STREETS,
  TAMPA_BAY,
  TAMPA_PORTFOLIO,
} from './seed-data.ts';
import { type Appointment, type Note, type Progress, VISIT_TIMES } from './state.ts';
import { holdsAppointment, standingOf } from './status.ts';
import { type Store, type Tenant, tenantOf } from './tenants.ts';

export type Address = { line1: string; line2: string | null; city: string; state: string; zipcode: string };

/** A project as it was set up. `initial` is where its progress starts. */
export type Project = {
  id: number;
  number: string;
  tenant: Tenant;
  customer: Customer;
  category: Category;
  type: string;
  poNumber: string;
  /** Null: PF360 knows no address. */
  address: Address | null;
  addressId: number;
  store: Store;
  durationHours: number;
  /** `YYYY-MM-DD`. */
  soldOn: string;
  completedOn: string | null;
  /** The status says open, but the scheduler refuses it: a measurement or a signature is missing. */
  withheld: boolean;
  initial: Progress;
};

export type Seed = {
  projects: ReadonlyMap<number, Project>;
  notes: readonly Note[];
  /** Slots held by appointments of the seed, as `slotKey`s. */
  taken: ReadonlySet<string>;
};

/** A slot of a crew. There is one crew per tenant and category, and it can be in one place only. */
export function slotKey(project: Pick<Project, 'tenant' | 'category'>, date: string, time: string): string {
  return `${project.tenant.clientId}|${project.category}|${date}|${time}`;
}

/** The five customers' projects, with dates relative to the instant. The same instant gives the same seed. */
export function plantSeed(seededAt: Temporal.Instant): Seed {
  const calendars = createCrewCalendars();
  const projects = [
    ...householder(seededAt),
    ...lakeshoreCustomer(seededAt),
    ...businessCustomer(seededAt, calendars),
    ...largeCustomer(seededAt, calendars),
  ];
  const taken = new Set<string>();
  for (const project of projects) {
    const { appointment, status } = project.initial;
    if (appointment !== null && holdsAppointment(status)) {
      taken.add(slotKey(project, appointment.date, appointment.time));
    }
  }
  return {
    projects: new Map(projects.map((project) => [project.id, project])),
    notes: [officeNote(seededAt)],
    taken,
  };
}

/**
 * Deals out the seed's future appointments: a crew gets the 1st, 4th, 7th, … working day, one visit on each. So no
 * seeded day loses more than one of its four slots, and the 6th day stays free for the one appointment that is fixed.
 */
function createCrewCalendars() {
  const dealt = new Map<string, number>();
  return (tenant: Tenant, category: Category, workDay: WorkCalendar, form: Appointment['form']): Appointment => {
    const crew = `${tenant.clientId}|${category}`;
    const index = dealt.get(crew) ?? 0;
    dealt.set(crew, index + 1);
    return { date: workDay(1 + 3 * index), time: pick(VISIT_TIMES, index), form };
  };
}
type CrewCalendars = ReturnType<typeof createCrewCalendars>;

function householder(seededAt: Temporal.Instant): Project[] {
  const tenant = tenantOf('11TB01SB');
  const today = dateIn(tenant.zone, seededAt);
  const home: Address = { line1: '1418 Bayshore Bend', line2: null, city: 'Tampa', state: 'FL', zipcode: '33606' };
  const condo: Address = {
    line1: '305 Sand Dollar Circle',
    line2: 'Unit 7B',
    city: 'Clearwater',
    state: 'FL',
    zipcode: '33755',
  };
  const project = (index: number, category: Category, type: string, address: Address, rest: Partial<Project> = {}) =>
    createProject({
      id: 90_010_000 + index,
      number: `4100${index}_1`,
      tenant,
      customer: CUSTOMERS[7001001],
      category,
      type,
      address,
      addressId: address === home ? 7012 : 7013,
      soldOn: today.subtract({ days: 30 + index }).toString(),
      ...rest,
    });
  const workDay = workCalendar(today, tenant.workDays);
  const done = workDay(-15);
  return [
    project(1, 'Flooring', 'Installation', home),
    project(2, 'Windows', 'Installation', home, {
      initial: progress('Scheduled', { date: workDay(6), time: '10:00', form: 'us' }),
    }),
    project(3, 'Bathroom', 'Measurement', home),
    project(4, 'Doors', 'Installation', home, {
      completedOn: done,
      initial: progress('Completed', { date: done, time: '08:00', form: 'us' }),
    }),
    project(5, 'Kitchen Cabinets', 'Installation', condo, { initial: progress('On Hold') }),
    project(6, 'Blinds', 'Installation', condo, { withheld: true }),
  ];
}

function lakeshoreCustomer(seededAt: Temporal.Instant): Project[] {
  const tenant = tenantOf('22CH01SB');
  return [
    createProject({
      id: 90_020_001,
      number: '52001_1',
      tenant,
      customer: CUSTOMERS[7001002],
      category: 'Fence',
      type: 'Installation',
      address: { line1: '2210 Sheridan Square', line2: null, city: 'Evanston', state: 'IL', zipcode: '60201' },
      addressId: 7201,
      soldOn: dateIn(tenant.zone, seededAt).subtract({ days: 21 }).toString(),
    }),
  ];
}

function businessCustomer(seededAt: Temporal.Instant, calendars: CrewCalendars): Project[] {
  const locations = [
    { clientId: '11TB01SB', firstId: 90_040_001, firstNumber: 54_001, lines: TAMPA_PORTFOLIO, cities: TAMPA_BAY },
    { clientId: '11OR02SB', firstId: 90_040_101, firstNumber: 55_001, lines: ORLANDO_PORTFOLIO, cities: ORLANDO },
  ];
  return locations.flatMap(({ clientId, firstId, firstNumber, lines, cities }) => {
    const tenant = tenantOf(clientId);
    const today = dateIn(tenant.zone, seededAt);
    const workDay = workCalendar(today, tenant.workDays);
    return lines.map((line, index) => {
      const id = firstId + index;
      return createProject({
        id,
        number: `${firstNumber + index}_1`,
        tenant,
        customer: CUSTOMERS[7001004],
        category: line[0],
        type: line[1],
        address: addressAt(index, cities),
        addressId: id - 90_000_000,
        soldOn: today.subtract({ days: 25 + 3 * index }).toString(),
        ...history(line, index, tenant, workDay, calendars, tenant.dialect.dates),
      });
    });
  });
}

const LARGE_CUSTOMER_SIZE = 500;

function largeCustomer(seededAt: Temporal.Instant, calendars: CrewCalendars): Project[] {
  const tenant = tenantOf('11TB01SB');
  const today = dateIn(tenant.zone, seededAt);
  const workDay = workCalendar(today, tenant.workDays);
  return Array.from({ length: LARGE_CUSTOMER_SIZE }, (_, index) => {
    const line: Line = [
      pick(CATEGORIES, index),
      pick(LARGE_CUSTOMER_TYPES, index),
      pick(LARGE_CUSTOMER_STATUSES, index),
    ];
    const id = 90_050_001 + index;
    return createProject({
      id,
      number: numberShape(60_001 + index, index, tenant),
      tenant,
      customer: CUSTOMERS[7001005],
      category: line[0],
      type: line[1],
      address: patchyAddress(index),
      addressId: id - 90_000_000,
      soldOn: today.subtract({ days: 20 + ((7 * index) % 100) }).toString(),
      ...history(line, index, tenant, workDay, calendars, pick(['us', 'us', 'iso', 'date'] as const, index)),
    });
  });
}

/** Project numbers come as `60417_2`, as bare digits, and as number, tenant and time joined. */
function numberShape(number: number, index: number, tenant: Tenant): string {
  if (index % 25 === 12) return String(number);
  if (index % 25 === 24) return `21000_${tenant.clientId}_${1_762_000_000_000 + 86_400_000 * index}`;
  return index % 25 === 18 ? `${number}_2` : `${number}_1`;
}

/** Any part of an address may be empty on the live system, and now and then all of it. */
function patchyAddress(index: number): Address | null {
  if (index % 97 === 90) return null;
  const address = addressAt(index + 40, TAMPA_BAY);
  return index % 89 === 80 ? { ...address, city: '', zipcode: '' } : address;
}

function addressAt(index: number, cities: readonly City[]): Address {
  const [city, state, zipcode] = pick(cities, index);
  return {
    line1: `${101 + 13 * index} ${pick(STREETS, index)}`,
    line2: index % 6 === 5 ? `Apt ${1 + (index % 30)}` : null,
    city,
    state,
    zipcode,
  };
}

/** What the dates and the technician of a project of this status look like, leftovers of cancelled visits included. */
function history(
  [category, , status]: Line,
  index: number,
  tenant: Tenant,
  workDay: WorkCalendar,
  calendars: CrewCalendars,
  form: Appointment['form'],
): Pick<Project, 'initial' | 'completedOn'> {
  const standing = standingOf(status);
  const time = pick(VISIT_TIMES, index);
  switch (standing) {
    case 'scheduled':
      return { initial: progress(status, calendars(tenant, category, workDay, form)), completedOn: null };
    case 'pending confirmation': {
      // The office has not given it to anyone yet.
      const initial = progress(status, calendars(tenant, category, workDay, form));
      return { initial: { ...initial, crew_assigned: false }, completedOn: null };
    }
    case 'in progress':
      return { initial: progress(status, { date: workDay(-1), time, form }), completedOn: null };
    case 'ended': {
      const date = workDay(-3 - (index % 40));
      const cancelled = /cancel|refund/i.test(status);
      return { initial: progress(status, { date, time, form }), completedOn: cancelled ? null : date };
    }
    case 'open':
    case 'waiting': {
      if (index % 3 !== 0 || index < 20) return { initial: progress(status), completedOn: null };
      // A visit that was cancelled: its date stays on show, past or still to come, and so does the technician.
      const date = index % 2 === 0 ? workDay(-12) : workDay(4);
      return { initial: progress(status, { date, time, form }), completedOn: null };
    }
  }
}

function progress(status: string, appointment: Appointment | null = null): Progress {
  return { status, appointment, crew_assigned: appointment !== null, request_ids: [] };
}

type Given = Pick<
  Project,
  'id' | 'number' | 'tenant' | 'customer' | 'category' | 'type' | 'address' | 'addressId' | 'soldOn'
> &
  Partial<Project>;

function createProject(given: Given): Project {
  return {
    poNumber: String(880_000 + (given.id % 10_000) * 3),
    store: pick(given.tenant.stores, given.id),
    durationHours: given.type === 'Measurement' ? 1 : 2,
    completedOn: null,
    withheld: false,
    initial: progress('Ready To Schedule'),
    ...given,
  };
}

function officeNote(seededAt: Temporal.Instant): Note {
  return {
    note_id: 7001,
    project_id: 90_010_005,
    kind: 'office',
    text: 'Two cabinet doors arrived damaged. Replacements are ordered; we will call when they are in.',
    author: 'Tampa Bay Interiors office',
    created_at: seededAt.subtract({ hours: 72 }).toString({ smallestUnit: 'second' }),
  };
}

/** The list's entry at the index, starting over at the end. @throws Error when the list is empty. */
export function pick<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new Error('nothing to pick from');
  return entry;
}
