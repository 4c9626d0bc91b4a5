import { Temporal } from 'temporal-polyfill';
import { type Clock, readClock } from './calendar.ts';
import { readState, writeState } from './data-file.ts';
import { type Project, plantSeed, type Seed } from './seed.ts';
import { freshState, type Progress, SandboxState } from './state.ts';
import type { Tenant } from './tenants.ts';

/**
 * The sandbox's memory: the seed, and what has happened since. Every change is made in one synchronous step and is in
 * the data file before the step returns, so two bookings can never both win, and none is lost.
 */
export type Book = {
  now(): Temporal.Instant;
  /** The project, if this tenant has it. */
  project(tenant: Tenant, projectId: string): Project | undefined;
  /** The project, whichever tenant has it. */
  anyProject(projectId: string): Project | undefined;
  projectsOf(tenant: Tenant, customerId: string): Project[];
  projectsOfTenant(tenant: Tenant): Project[];
  progress(project: Project): Progress;
  seed(): Seed;
  state(): Readonly<SandboxState>;
  /** Replaces the parts of the state that are given. */
  change(changes: Partial<SandboxState>): void;
  /** A copy that later changes leave alone. */
  snapshot(): SandboxState;
  /** @throws ZodError when the state is malformed, RangeError when it names a project that the sandbox does not have. */
  restore(state: unknown): void;
  /** Starts afresh, with dates relative to the present. */
  reset(): void;
};

/** Opens the book, from the data file when there is one. @throws Error when that file holds no state. */
export function openBook(now: Clock, dataFile: string | undefined): Book {
  const startAfresh = () => freshState(readClock(now).toString());
  const stored = dataFile === undefined ? null : readState(dataFile);
  let state = stored === null || isUntouched(stored) ? startAfresh() : stored;
  let seed = seedOf(state);

  const replace = (next: SandboxState, nextSeed: Seed) => {
    if (dataFile !== undefined) writeState(dataFile, next);
    state = next;
    seed = nextSeed;
  };

  return {
    now: () => readClock(now),
    project: (tenant, projectId) => {
      const project = find(seed, projectId);
      return project?.tenant === tenant ? project : undefined;
    },
    anyProject: (projectId) => find(seed, projectId),
    projectsOf: (tenant, customerId) =>
      [...seed.projects.values()].filter(
        (project) => project.tenant === tenant && String(project.customer.id) === customerId,
      ),
    projectsOfTenant: (tenant) => [...seed.projects.values()].filter((project) => project.tenant === tenant),
    progress: (project) => state.progress[project.id] ?? project.initial,
    seed: () => seed,
    state: () => state,
    change: (changes) => replace({ ...state, ...changes }, seed),
    snapshot: () => structuredClone(state),
    restore: (given) => {
      const next = structuredClone(SandboxState.parse(given));
      const nextSeed = seedOf(next);
      const named = [...Object.keys(next.progress), ...next.notes.map((note) => String(note.project_id))];
      const stranger = named.find((id) => find(nextSeed, id) === undefined);
      if (stranger !== undefined) throw new RangeError(`progress or notes: there is no project ${stranger}`);
      replace(next, nextSeed);
    },
    reset: () => {
      const next = startAfresh();
      replace(next, seedOf(next));
    },
  };
}

/** Nothing was booked, cancelled or noted: nothing is lost by making the dates relative to the present again. */
function isUntouched(state: SandboxState): boolean {
  return Object.keys(state.progress).length === 0 && state.notes.length === 0;
}

function seedOf(state: SandboxState): Seed {
  return plantSeed(Temporal.Instant.from(state.seeded_at));
}

function find(seed: Seed, projectId: string): Project | undefined {
  return /^\d+$/.test(projectId) ? seed.projects.get(Number(projectId)) : undefined;
}
