import { quoteLast, repeat } from '../speech.ts';
import { sayPhone } from '../wording/calendar.ts';
import { WRITE_WORDS } from '../wording/intents.ts';
import { type Templates, tell } from './said.ts';

export const CHITCHAT: Templates<
  | 'greet'
  | 'help'
  | 'thanks'
  | 'okay'
  | 'ask_what_to_end'
  | 'wait'
  | 'opt_out'
  | 'goodbye'
  | 'out_of_scope'
  | 'not_known'
  | 'not_yet'
  | 'tied_yes'
> = {
  greet: ({ client_name }, speech) => {
    const office = client_name === null ? '' : ` for ${repeat(client_name, 'name', speech)}`;
    return tell(`Hi! I'm the scheduling assistant${office}.`, 'How can I help you today?');
  },

  help: (_, { channel }) =>
    channel === 'voice'
      ? tell('I can book, move or cancel your visits, tell you what is open, and take notes.', 'What would you like?')
      : tell(
          'I can show your projects, find open dates and times, book, move or cancel a visit, check the weather and ' +
            'the office hours, and keep notes or an address correction for the office.',
          'What would you like to do?',
        ),

  thanks: () => tell("You're welcome!", 'Is there anything else I can help with?'),

  opt_out: ({ support_number }, speech) => {
    const at = support_number === null ? '' : ` at ${sayPhone(support_number, speech)}`;
    return tell(
      `Okay, I'll leave it there: nothing was changed. I can't stop the text messages myself; for that, please tell the office${at}.`,
    );
  },
  okay: ({ open }) =>
    open === false
      ? tell("Okay. I'm here if you need anything else.")
      : tell('Okay, nothing was changed.', 'What would you like to do instead?'),

  ask_what_to_end: ({ support_number }, speech) => {
    const at = support_number === null ? '' : ` at ${sayPhone(support_number, speech)}`;
    return tell(
      `I can't stop the text messages myself; for that, please tell the office${at}.`,
      'Or would you like to cancel a visit?',
    );
  },

  wait: ({ open }) => tell(open ? 'Take your time.' : "Take your time. I'm here when you're ready."),

  goodbye: ({ waiting }) =>
    waiting === null
      ? tell('Thanks for stopping by. Goodbye!')
      : tell(
          `Before you go: your ${WRITE_WORDS[waiting].noun} still waits for your yes, so nothing has been done.`,
          'Shall I go ahead?',
        ),

  out_of_scope: () =>
    tell(
      "That's outside what I can help with. I take care of scheduling: your projects, visits, notes and office hours.",
      'Is there something there I can do for you, or would you like to talk to a person?',
    ),

  not_known: ({ support_number }, speech) =>
    tell(
      support_number === null
        ? "I don't have an answer to that; the office may."
        : `I don't have an answer to that. You can ask the office at ${sayPhone(support_number, speech)}.`,
    ),

  not_yet: ({ tool }) =>
    tell(`Not yet: your ${WRITE_WORDS[tool].noun} still waits for your yes, so nothing has been done.`),

  tied_yes: ({ words, note }, speech) =>
    tell(
      note
        ? `I can't make that a condition of the visit, but I can leave it as a note for the office: ${quoteLast(words, 'words', speech)}`
        : "I can't make that a condition.",
    ),
};
