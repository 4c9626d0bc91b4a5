import type { ActOf } from '../../../core/contracts/act.ts';
import type { PendingAction, PendingActionOf, WriteStatus, WriteTool } from '../../../core/contracts/action.ts';
import type { RefusalReason } from '../../../core/contracts/outcome.ts';
import { quote, quoteLast, repeat, type Speech } from '../speech.ts';
import { sayAppointment, sayDate, sayDateTime, sayTime } from '../wording/calendar.ts';
import { WRITE_WORDS } from '../wording/intents.ts';
import { join } from '../wording/list.ts';
import { rescueOf } from '../wording/old-time.ts';
import { nameOf } from '../wording/project.ts';
import { lines, type Said, sentences, type Templates, tell, tellAll } from './said.ts';

type WriteResult = ActOf<'write_result'>;

export const WRITES: Templates<
  | 'ask_confirmation'
  | 'confirm_clearly'
  | 'ask_reason'
  | 'ask_note_text'
  | 'note_stays'
  | 'ask_address'
  | 'ask_cancel_or_move'
  | 'write_result'
  | 'declined'
  | 'nothing_pending'
  | 'pending_expired'
> = {
  ask_confirmation: ({ action, breaks }, speech) => {
    const { told, question } = proposalOf(action, speech);
    const warning =
      breaks === null
        ? null
        : `Please note: you told me before that such a ${repeat(breaks, 'words', speech)} doesn't suit you.`;
    return tellAll(lines(speech, told, warning), question);
  },

  confirm_clearly: ({ action }, speech) => {
    const { told } = proposalOf(action, speech);
    const { yes } = WRITE_WORDS[action.tool];
    return tellAll(
      lines(speech, 'I want to be sure before I do this.', told),
      `Please say "${yes.toLowerCase()}", or say no.`,
    );
  },

  ask_reason: ({ project, appointment, again }, speech) => {
    const visit = `your ${nameOf(project, speech)} appointment, ${sayAppointment(appointment, speech)}`;
    return again
      ? tell(
          `I can't cancel ${visit} without a reason, because the office needs one for every cancellation. One word is enough.`,
          'What reason may I give?',
        )
      : tell(`Before I can cancel ${visit}, I need a reason. A few words are enough.`, 'Why would you like to cancel?');
  },

  ask_note_text: ({ project, others = [] }, speech) => {
    const names = [project, ...others].map((each) => `your ${nameOf(each, speech)}`);
    return tell('', `What should the note on ${join(names, 'and')} say?`);
  },

  note_stays: ({ project }, speech) =>
    tell(
      project === null
        ? "I can't change or remove a note once it is saved; the office can help with that."
        : `The note on your ${nameOf(project, speech)} stays: I can't remove it, but the office can help with that.`,
    ),

  ask_address: ({ project, on_file, part }, speech) => {
    const name = nameOf(project, speech);
    if (part === true)
      return tell(
        'For that I need the whole address: house number, street, city and ZIP code.',
        'What is the right address?',
      );
    const now =
      on_file === null
        ? `There is no address on file for your ${name}.`
        : `The address on file for your ${name} is ${repeat(on_file, 'address', speech)}.`;
    return tell(now, 'What is the right address?');
  },

  ask_cancel_or_move: ({ project, appointment }, speech) =>
    tell(
      `Your ${nameOf(project, speech)} appointment: ${sayAppointment(appointment, speech)}.`,
      'Would you like to move it to another day, or cancel it altogether?',
    ),

  write_result: (act, speech) => RESULTS[act.status](act, speech),

  declined: ({ tool }) => tell(DECLINED[tool]),

  nothing_pending: () =>
    tell('There is nothing waiting for a yes right now, so nothing was changed.', 'What would you like to do?'),

  pending_expired: ({ tool }) =>
    tell(
      `That question about the ${WRITE_WORDS[tool].noun} was open for too long, so I didn't act on it. Nothing was changed.`,
    ),
};

const DECLINED: Record<WriteTool, string> = {
  confirm_appointment: "Okay, I didn't book anything.",
  reschedule_appointment: 'Okay, your appointment stays as it is.',
  cancel_appointment: 'Okay, nothing was canceled. Your appointment stays as it is.',
  add_note: "Okay, I didn't save a note.",
  request_address_change: "Okay, I didn't send a correction. The address on file stays as it is.",
};

/** What a yes would do, with every fact of it, and the question. */
function proposalOf(action: PendingAction, speech: Speech): { told: string; question: string } {
  const name = nameOf(action.project, speech);
  switch (action.tool) {
    case 'confirm_appointment':
      return {
        told: summaryOf(action, speech),
        question: 'Is everything right, including the address, and shall I book it?',
      };
    case 'reschedule_appointment':
      return proposedMove(action, speech);
    case 'cancel_appointment':
      return {
        told: `This would cancel your ${name} appointment on ${sayDateTime(action.date, action.time, speech)}. The reason: ${quoteLast(action.reason, 'reason', speech)}`,
        question: 'Shall I cancel it?',
      };
    case 'add_note':
      return {
        told: `The note for your ${name}: ${quoteLast(action.note_text, 'note', speech)}`,
        question: 'Shall I save it?',
      };
    case 'request_address_change': {
      const old = action.old_address === null ? null : `On file now: ${repeat(action.old_address, 'address', speech)}.`;
      return {
        told: sentences(
          `The address correction for your ${name}: ${quoteLast(action.address, 'address', speech)}`,
          old,
          'The office reviews it before anything changes.',
        ),
        question: 'Shall I send it to the office?',
      };
    }
  }
}

function summaryOf(action: PendingActionOf<'confirm_appointment'>, speech: Speech): string {
  const { date, time, project } = action;
  const place = placeOf(action, speech);
  if (speech.channel === 'voice') {
    return `Your ${nameOf(project, speech)} would be on ${sayDateTime(date, time, speech)}, ${place === null ? 'with no address on file' : `at ${place}`}.`;
  }
  return lines(
    speech,
    'Here is what I would book:',
    `Project: ${nameOf(project, speech)}`,
    `Date: ${sayDate(date, speech)}`,
    `Time: ${sayTime(time, speech)}`,
    `Address: ${place ?? 'none on file'}`,
    action.address_change && 'The office gets the new address with the booking and reviews it.',
  );
}

/** A corrected address is the customer's own words, so it is quoted. */
function placeOf({ address, address_change }: PendingActionOf<'confirm_appointment'>, speech: Speech): string | null {
  if (address === null) return null;
  return address_change ? quote(address, 'address', speech) : repeat(address, 'address', speech);
}

const onFileOf = ({ old_address }: PendingActionOf<'confirm_appointment'>, speech: Speech): string | null =>
  old_address === null ? null : repeat(old_address, 'address', speech);

function proposedMove(
  action: PendingActionOf<'reschedule_appointment'>,
  speech: Speech,
): { told: string; question: string } {
  const name = nameOf(action.project, speech);
  const old = sayDateTime(action.date, action.time, speech);
  const rescue = rescueOf(action, speech);
  if (action.new_date === null) {
    return {
      told: sentences(
        `To move your ${name} appointment, the present time, ${old}, has to be given up first.`,
        'It is given up at once when you say yes, and it cannot be guaranteed after that.',
        rescue,
      ),
      question: 'Shall I give it up and look for a new time?',
    };
  }
  return {
    told: lines(
      speech,
      `Here is the move for your ${name}:`,
      `From: ${old}${speech.channel === 'voice' ? '.' : ''}`,
      `To: ${sayDateTime(action.new_date, action.new_time, speech)}${speech.channel === 'voice' ? '.' : ''}`,
      `The old time is given up at once when you say yes, and it cannot be guaranteed after that.${rescue === null ? '' : ` ${rescue}`}`,
    ),
    question: 'Shall I move it?',
  };
}

const RESULTS: Record<WriteStatus, (act: WriteResult, speech: Speech) => Said> = {
  confirmed: (act, speech) => doneOf(act, speech, true),
  requested: (act, speech) => doneOf(act, speech, false),
  refused: (act, speech) => {
    const why = `Sorry: ${REFUSALS[act.refusal ?? 'other']}`;
    return tellAll(sentences(`${why} ${nothingDone(act)}`, what(act, speech)));
  },
  not_done: (act, speech) =>
    tellAll(sentences(`Sorry, I couldn't get that done. ${nothingDone(act)}`, what(act, speech))),
  unknown: (act, speech) => {
    const { noun } = WRITE_WORDS[act.action.tool];
    const known =
      act.refusal === null
        ? `I couldn't tell whether the ${noun} went through.`
        : `Sorry: ${REFUSALS[act.refusal]} That is what the scheduling system answered, ` +
          `but I couldn't check whether the ${noun} went through all the same.`;
    return tellAll(
      sentences(`${known} I'm checking; please don't ask for it again or elsewhere until we know.`, what(act, speech)),
    );
  },
  rehearsed: (act, speech) => {
    const { done } = WRITE_WORDS[act.action.tool];
    return tellAll(
      sentences(`This was only a rehearsal: nothing was sent, and nothing was ${done}.`, what(act, speech)),
    );
  },
};

const REFUSALS: Record<RefusalReason, string> = {
  already_scheduled: 'the project already has an appointment.',
  not_allowed: "the scheduling system doesn't allow that for this project; the office can help with it.",
  slot_taken: 'that time has just been taken by someone else.',
  stale_request: 'the search had run out before I could use it.',
  wrong_status: "the project's status doesn't allow that right now.",
  not_offered: 'that time is not among the open ones.',
  past_date: 'that date has already passed.',
  other: "the scheduling system didn't accept it.",
};

/** What certainly did not happen, and what stands instead. */
function nothingDone({ action, refusal }: WriteResult): string {
  switch (action.tool) {
    case 'confirm_appointment':
      return action.completes_reschedule && refusal !== 'already_scheduled'
        ? 'Nothing was booked, and the old time has been given up.'
        : 'Nothing was booked.';
    case 'reschedule_appointment':
      return 'Nothing was moved.';
    case 'cancel_appointment':
      return 'Nothing was canceled.';
    case 'add_note':
      return 'The note was not saved.';
    case 'request_address_change':
      return 'The correction was not sent, and the address on file stays as it is.';
  }
}

/** The write that was asked for, named once more. */
function what({ action }: WriteResult, speech: Speech): string {
  const name = nameOf(action.project, speech);
  switch (action.tool) {
    case 'confirm_appointment':
      return `It was about ${name} on ${sayDateTime(action.date, action.time, speech)}.`;
    case 'reschedule_appointment': {
      const to = action.new_date === null ? '' : ` to ${sayDateTime(action.new_date, action.new_time, speech)}`;
      return `It was about moving ${name} from ${sayDateTime(action.date, action.time, speech)}${to}.`;
    }
    case 'cancel_appointment':
      return `It was about the ${name} appointment on ${sayDateTime(action.date, action.time, speech)}.`;
    case 'add_note':
      return `It was this note for ${name}: ${quoteLast(action.note_text, 'note', speech)}`;
    case 'request_address_change':
      return `It was this address for ${name}: ${quoteLast(action.address, 'address', speech)}`;
  }
}

const REVIEW = "The office reviews it, and it's not final until then.";

function doneOf(act: WriteResult, speech: Speech, isConfirmed: boolean): Said {
  const { action } = act;
  const name = nameOf(action.project, speech);
  switch (action.tool) {
    case 'confirm_appointment': {
      // What was not filed, the crew does not know: the visit is at the address on file.
      const isFiled = act.address_filed === null || act.address_filed === true;
      const place = isFiled ? placeOf(action, speech) : onFileOf(action, speech);
      const visit = `${name} on ${sayDateTime(action.date, action.time, speech)}${place === null ? '' : ` at ${place}`}`;
      const head = isConfirmed ? `You're booked: ${visit}.` : `Your booking of ${visit} is requested. ${REVIEW}`;
      return tellAll(sentences(head, numberOf(act, speech), addressFiled(act, action, speech)));
    }
    case 'reschedule_appointment':
      return movedOf(act, action, speech, isConfirmed);
    case 'cancel_appointment': {
      const visit = `${name} appointment on ${sayDateTime(action.date, action.time, speech)}`;
      const head = isConfirmed
        ? `Your ${visit} is canceled.`
        : `The cancellation of your ${visit} is requested. ${REVIEW}`;
      const reason = quoteLast(action.reason, 'reason', speech);
      const saved =
        act.reason_saved === true
          ? `I saved the reason: ${reason}`
          : act.reason_saved === false
            ? `The reason could not be saved: ${reason}`
            : act.reason_saved === 'unknown'
              ? `I couldn't tell whether the reason was saved: ${reason}`
              : null;
      return tellAll(sentences(head, numberOf(act, speech), saved));
    }
    case 'add_note': {
      const note = quoteLast(action.note_text, 'note', speech);
      return tellAll(
        isConfirmed ? `I saved this note on your ${name}: ${note}` : `I sent this note for your ${name}: ${note}`,
      );
    }
    case 'request_address_change':
      return tellAll(
        `I sent this address correction for your ${name} to the office: ${quoteLast(action.address, 'address', speech)} ` +
          'The office reviews it; until then the address on file stays as it is.',
      );
  }
}

function movedOf(
  act: WriteResult,
  action: PendingActionOf<'reschedule_appointment'>,
  speech: Speech,
  isConfirmed: boolean,
): Said {
  const name = nameOf(action.project, speech);
  const old = sayDateTime(action.date, action.time, speech);
  // PF360 says that it was done, and still shows it as it was.
  if (action.new_date === null && !isConfirmed)
    return tellAll(
      sentences(
        `I asked for the old time of your ${name}, ${old}, to be given up, but I can't see yet that it was.`,
        rescueOf(action, speech),
      ),
    );
  if (act.released_only || action.new_date === null) {
    const missed =
      action.new_date === null
        ? null
        : `The new time, ${sayDateTime(action.new_date, action.new_time, speech)}, could not be booked.`;
    return tellAll(
      sentences(
        `The old time of your ${name}, ${old}, has been given up.`,
        missed,
        "You don't have a new appointment yet.",
        rescueOf(action, speech),
      ),
    );
  }
  const to = sayDateTime(action.new_date, action.new_time, speech);
  const head = isConfirmed
    ? `Your ${name} is moved: it was on ${old} and is now on ${to}.`
    : `Your ${name} is requested for ${to}. ${REVIEW} The old time, ${old}, has been given up.`;
  return tellAll(sentences(head, numberOf(act, speech)));
}

function numberOf({ confirmation_number }: WriteResult, speech: Speech): string | null {
  return confirmation_number === null || speech.channel === 'voice'
    ? null
    : `Confirmation number: ${repeat(confirmation_number, 'name', speech)}.`;
}

function addressFiled(
  { address_filed }: WriteResult,
  action: PendingActionOf<'confirm_appointment'>,
  speech: Speech,
): string | null {
  if (address_filed === null || action.address === null) return null;
  if (address_filed === true) return 'The new address went to the office, which reviews it.';
  const stays = action.old_address === null ? 'There is no address on file.' : 'The visit is at the address on file.';
  const address = quote(action.address, 'address', speech);
  const what =
    address_filed === 'unknown'
      ? `I couldn't tell whether the new address, ${address}, reached the office`
      : `The new address, ${address}, could not be sent to the office`;
  return `${stays} ${what}, so please tell the office about it.`;
}
