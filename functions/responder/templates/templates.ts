import type { Act } from '../../../core/contracts/act.ts';
import type { Speech } from '../speech.ts';
import { APPOINTMENTS } from './appointments.ts';
import { AVAILABILITY } from './availability.ts';
import { CHITCHAT } from './chitchat.ts';
import { fitted } from './fit.ts';
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
 * Acts in words for the channel: everything is told first, then asked. The text holds the acts' facts and no others.
 *
 * @returns At least one sentence. SMS: printable ASCII of at most 1500 characters. Voice: a few sentences without marks.
 */
export function render(acts: readonly Act[], speech: Speech): string {
  return (
    fitted(
      acts.map((act) => say(act, speech)),
      speech,
    ) || NOTHING_TO_SAY
  );
}

function say<Name extends Act['act']>(act: Extract<Act, { act: Name }>, speech: Speech): Said {
  // The table is typed by the name of the act; TypeScript does not carry that through the index.
  const template = TEMPLATES[act.act] as unknown as Template<Name>;
  return template(act, speech);
}
