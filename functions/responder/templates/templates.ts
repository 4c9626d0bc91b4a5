import type { Act } from '../../../core/contracts/act.ts';
import type { Speech } from '../speech.ts';
import { APPOINTMENTS } from './appointments.ts';
import { AVAILABILITY } from './availability.ts';
import { CHITCHAT } from './chitchat.ts';
import { fitted, joined, type Part } from './fit.ts';
import { INFORMATION } from './information.ts';
import { PROJECTS } from './projects.ts';
import type { Said, Template, Templates } from './said.ts';
import { TALK } from './talk.ts';
import { WRITES } from './writes.ts';

/** One template for each act. */
const TEMPLATES = {
  ...CHITCHAT,
  ...PROJECTS,
  ...AVAILABILITY,
  ...WRITES,
  ...APPOINTMENTS,
  ...INFORMATION,
  ...TALK,
} satisfies Templates<Act['act']>;

/** What is said when a turn brought no act at all: nothing is claimed. */
const NOTHING_TO_SAY = "Sorry, I don't have an answer to that.";

/**
 * Acts in words for the channel: everything is told first, then asked. The texts hold the acts' facts and no others.
 *
 * @returns At least one part. SMS: printable ASCII, 1500 characters together. Voice: a few sentences without marks.
 */
export function partsOf(acts: readonly Act[], speech: Speech): Part[] {
  const parts = fitted(
    acts.map((act) => ({ ...say(act, speech), act })),
    speech,
  );
  return parts.length > 0 ? parts : [{ text: NOTHING_TO_SAY, act: null }];
}

/** The parts as one text, with no word between them. */
export const render = (acts: readonly Act[], speech: Speech): string => joined(partsOf(acts, speech), speech.channel);

function say<Name extends Act['act']>(act: Extract<Act, { act: Name }>, speech: Speech): Said {
  // The table is typed by the name of the act; TypeScript does not carry that through the index.
  const template = TEMPLATES[act.act] as unknown as Template<Name>;
  return template(act, speech);
}
