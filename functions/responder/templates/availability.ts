import { WEEKDAYS } from '../../../core/calendar.ts';
import type { ActOf, WeatherDay } from '../../../core/contracts/act.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import { quote, type Speech } from '../speech.ts';
import { sayDate, sayTime, sayWish } from '../wording/calendar.ts';
import { bullets, capital, count, join } from '../wording/list.ts';
import { nameOf } from '../wording/project.ts';
import { ADVICE, lines, sentences, type Templates, tell } from './said.ts';

/** How many dates or times a channel reads out. */
const SPOKEN = 3;

export const AVAILABILITY: Templates<'offer_dates' | 'no_dates' | 'date_problem' | 'offer_times' | 'no_times'> = {
  offer_dates: (act, speech) => {
    const { project, dates, total, asked, constrained, choosing, time } = act;
    const shown = speech.channel === 'voice' ? dates.slice(0, SPOKEN) : dates;
    const missed = asked !== null && !shown.some((date) => isWithin(date, asked)) ? notOpen(asked, speech) : null;
    const within = asked !== null && missed === null && typeof asked !== 'string' ? ` ${sayWish(asked, speech)}` : '';
    const wishes = constrained ? ' that fit what you told me' : '';
    const intro = `Open dates${within}${wishes} for your ${nameOf(project, speech)}:`;
    const rest = total - shown.length;
    const more = rest > 0 ? `There ${rest === 1 ? 'is' : 'are'} ${rest} more.` : null;
    return tell(
      lines(speech, missed, intro, datesOf(shown, act.weather, speech), more),
      choosing ? askDay(time) : ASK_DAY_LOOSELY,
    );
  },

  no_dates: ({ project, asked, weekdays, constrained, instead }, speech) => {
    const name = nameOf(project, speech);
    const weekday = weekdays === undefined ? '' : ` on a ${join(weekdays.map(nameOfWeekday), 'or')}`;
    const when = `${weekday}${asked === null ? '' : ` ${onWish(asked, speech)}`}`;
    const wishes = constrained ? ' that fits what you told me' : '';
    const none = `There is no open date${when}${wishes} for your ${name}.`;
    if (instead.length === 0) return tell(none, 'Would you like to try other dates, or talk to a person?');
    const shown = speech.channel === 'voice' ? instead.slice(0, SPOKEN) : instead;
    return tell(lines(speech, none, 'These are open:', datesOf(shown, [], speech)), 'Does one of these work for you?');
  },

  date_problem: ({ problem, words, date }, speech) => {
    const said = words === null ? null : quote(words, 'words', speech);
    const named = date === null ? said : sayWish(date, speech);
    const texts: Record<typeof problem, string> = {
      past: `${named === null ? 'That date' : capital(named)} has already passed.`,
      impossible: `${said === null ? 'That date' : capital(said)} isn't a date in the calendar.`,
      mismatch: `The weekday and the date in ${said ?? 'that'} don't go together.`,
      today: `${date === null ? 'That day' : capital(sayWish(date, speech))} is too soon for a visit; please pick a later day.`,
    };
    return tell(texts[problem], 'Which day would you like instead?');
  },

  offer_times: ({ project, date, times, asked, constrained, others, choosing }, speech) => {
    const shown = speech.channel === 'voice' ? times.slice(0, SPOKEN) : times;
    const day = sayDate(date, speech);
    const missed = asked === null ? null : missedTime(asked, day, speech);
    const wishes = constrained && others.length > 0 ? ' that fit what you told me' : '';
    const intro = `Open times${wishes} on ${day} for your ${nameOf(project, speech)}:`;
    const rest = others.length > 0 ? `Also open: ${timesOf(others.slice(0, SPOKEN), speech)}.` : null;
    const hidden = times.length - shown.length;
    const more = hidden > 0 ? `There ${hidden === 1 ? 'is' : 'are'} ${count(hidden, 'more', 'more')}.` : null;
    const list =
      speech.channel === 'voice'
        ? `${timesOf(shown, speech)}.`
        : bullets(
            shown.map((time) => sayTime(time, speech)),
            speech,
          );
    return tell(
      lines(speech, missed, intro, list, more, rest),
      choosing ? 'Which time works for you?' : ASK_TIME_LOOSELY,
    );
  },

  no_times: ({ project, date, constrained, instead }, speech) => {
    const wishes = constrained ? ' that fits what you told me' : '';
    const none = `There is no open time${wishes} on ${sayDate(date, speech)} for your ${nameOf(project, speech)}.`;
    if (instead.length === 0) return tell(none, 'Would you like to try another day?');
    const shown = speech.channel === 'voice' ? instead.slice(0, SPOKEN) : instead;
    return tell(
      lines(speech, none, 'These dates are open:', datesOf(shown, [], speech)),
      'Does one of these work for you?',
    );
  },
};

const ASK_DAY_LOOSELY = 'Would you like one of these days?';
const ASK_TIME_LOOSELY = 'Would you like one of these times?';

/** The time of day that was wished is not forgotten while the day is chosen; whether it is open on that day nobody knows yet. */
function askDay(time: string | undefined): string {
  if (time === undefined) return 'Which day works for you?';
  if (/\d/.test(time)) return 'On which day shall I look for the time you asked for?';
  return `Which day works for you for ${time === 'morning' ? 'a' : 'an'} ${time} visit?`;
}

export function isWithin(date: string, wish: DateWish): boolean {
  return typeof wish === 'string' ? date === wish : date >= wish.start && date <= wish.end;
}

const nameOfWeekday = (weekday: number): string => WEEKDAYS[weekday - 1] ?? 'Monday';

const onWish = (wish: DateWish, speech: Speech): string =>
  typeof wish === 'string' || wish.start === wish.end ? `on ${sayWish(wish, speech)}` : sayWish(wish, speech);

const notOpen = (wish: DateWish, speech: Speech): string => `Nothing is open ${onWish(wish, speech)}.`;

function datesOf(dates: readonly string[], weather: readonly WeatherDay[], speech: Speech): string {
  const named = dates.map((date) => {
    const advice = weather.find((day) => day.date === date)?.advice ?? null;
    const remark = advice === null || (speech.channel === 'voice' && advice !== 'bad') ? '' : ` - ${ADVICE[advice]}`;
    return `${sayDate(date, speech)}${speech.channel === 'voice' ? remark.replace(' -', ',') : remark}`;
  });
  return speech.channel === 'voice' ? sentences(`${join(named, 'and')}.`) : bullets(named, speech);
}

const timesOf = (times: readonly string[], speech: Speech): string =>
  join(
    times.map((time) => sayTime(time, speech)),
    'and',
  );

/** "2:00 PM isn't open on Friday", "Nothing is open after 4:00 PM on Friday". */
function missedTime(asked: string, day: string, speech: Speech): string {
  const [, side, time] = /^(after|before) (\d\d:\d\d)$/.exec(asked) ?? [];
  if (side === undefined || time === undefined) return `${capital(timeWish(asked, speech))} isn't open on ${day}.`;
  return `Nothing is open ${side} ${sayTime(time, speech)} on ${day}.`;
}

/** A wanted time is a clock time or a part of the day. */
function timeWish(asked: NonNullable<ActOf<'offer_times'>['asked']>, speech: Speech): string {
  if (/^\d\d:\d\d$/.test(asked)) return sayTime(asked, speech);
  return ['morning', 'afternoon', 'evening'].includes(asked) ? `the ${asked}` : quote(asked, 'words', speech);
}
