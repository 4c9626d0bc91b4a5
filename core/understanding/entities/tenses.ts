import { leadUp, type Text } from './tokens.ts';

const SUBJECT = '(?:i|you|we|he|she|they|it|someone|somebody|nobody|guys?|crew|installers?|technician|tech|who)';
/** Past forms that are also how one speaks of what is still to come: "I booked Friday", "can I get them installed". */
const STILL_AHEAD =
  'scheduled|rescheduled|booked|supposed|needed|planned|expected|confirmed|wanted|preferred|requested|picked|asked|moved|' +
  'changed|interested|pushed|switched|listed|assigned|reserved|penciled|need|agreed|offered|noted|signed|hoped|decided';
const IRREGULAR =
  'came|went|spoke|left|told|met|bought|sent|saw|heard|rang|broke|tore|drove|began|ran|woke|forgot|gave|fell|lost|found|sold';
const UNSPOKEN_SUBJECT = '(?:called|emailed|texted|came|spoke|talked|lost|found|sold|bought|missed|tried|waited)';
const HAPPENED = new RegExp(
  `(?:^${UNSPOKEN_SUBJECT}|\\b${SUBJECT}(?: \\w+ly| just| all| both)? (?!(?:${STILL_AHEAD})\\b)(?:\\w{2,}ed|${IRREGULAR}))(?: [\\w']+){0,4}$`,
);
/** What follows is where things are going, whatever the verb before it: "they put me down for Friday". */
const BOUND_FOR = /\b(?:for|to|until|till|by|into)(?: the| next| this| a)?$/;
const WAS_THEN = /\b(?:was|were) (?:here|there|closed|shut|out)(?: [\w']+){0,2}$/;
const BEEN =
  /\b(?:was|were|wasn't)(?: supposed to be| meant to be| set| scheduled| booked)?(?: on| for| in)?(?: the)?$/;
const SINCE = /\b(?:since|ever since|as of|back (?:in|on))(?: the| last)?$/;

/** Whether the words before a day tell of something that has happened: "I called Friday", "was it Tuesday". */
export function happenedOn(text: Text, at: number): boolean {
  const before = leadUp(text, at, 8);
  return (
    (HAPPENED.test(before) && !BOUND_FOR.test(before)) ||
    WAS_THEN.test(before) ||
    /\b(?:ever )?since(?: the| last)?$/.test(before)
  );
}

/** Whether the words before a calendar date put it into the past: "my install was March 1", "since January 5". */
export function wasOn(text: Text, at: number): boolean {
  return happenedOn(text, at) || BEEN.test(leadUp(text, at, 6)) || SINCE.test(leadUp(text, at, 3));
}

const HAPPENED_LATELY = new RegExp(
  `(?<!\\b(?:be|been|get|gets|got|getting|have|has|is|are|am|was|were|it|them|that|not|being)(?: \\w+)? )\\b(?!(?:${STILL_AHEAD})\\b)` +
    `(?:\\w{2,}ed|came|went|spoke|left|drove|told|rang)(?: [\\w']+){0,4}$`,
);

/** The same for "today" and "this morning", where any subject will do: "your van backed over my mailbox this morning". */
export function happenedToday(text: Text, at: number): boolean {
  const before = leadUp(text, at, 9);
  return HAPPENED_LATELY.test(before);
}

const SMALL_TALK =
  /(?:\bhow(?:'s| is| are|s)?\b(?: you| things| everyone| everybody| everything| it| your day| we| all)?(?: doing| going| feeling| been)?|(?:that's|that is|that'll (?:do|be)|that will (?:do|be)|i'm|we're)(?: it| all| everything| good| done)?(?: for)?|(?:date|day)(?: is it| it is)?|help me|help you|assist you|assist me|do for you|help)$/;

/** "how are you today", "that's all for today", "what's the date today". */
export function isSmallTalk(text: Text, at: number): boolean {
  return SMALL_TALK.test(leadUp(text, at, 8));
}
