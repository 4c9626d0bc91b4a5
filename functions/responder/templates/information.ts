import { WEEKDAYS } from '../../../core/calendar.ts';
import type { OfficeHours, WeatherDay } from '../../../core/contracts/act.ts';
import { quote, quoteLast, repeat, type Speech } from '../speech.ts';
import { sayAppointment, sayDate, sayTime } from '../wording/calendar.ts';
import { bullets, capital, join } from '../wording/list.ts';
import { nameOf } from '../wording/project.ts';
import { ADVICE, lines, sentences, type Templates, tell } from './said.ts';

export const INFORMATION: Templates<'show_hours' | 'show_weather' | 'no_weather' | 'show_address' | 'show_notes'> = {
  show_hours: ({ hours, asked_day, holiday, location }, speech) => {
    const place = location === undefined ? '' : repeat(location, 'name', speech);
    if (hours.days.length === 0) {
      const whose = place === '' ? '' : ` of ${place}`;
      return tell(`I don't have the office hours${whose}.`, 'Would you like to talk to a person?');
    }
    const asked = hours.days.find(({ day }) => day.toLowerCase() === asked_day?.toLowerCase());
    if (asked !== undefined && asked.open !== null && holiday === true)
      return tell(
        sentences(
          `On a usual ${asked.day} ${place === '' ? 'the office' : place} is ${openOf(asked, speech)}.`,
          "That day is a holiday, and I can't see whether these hours apply then.",
        ),
      );
    if (asked !== undefined)
      return tell(
        sentences(
          `On ${asked.day} ${place === '' ? 'the office' : place} is ${openOf(asked, speech)}.`,
          nowOf(hours, speech),
        ),
      );
    const rows = grouped(hours).map(({ days, ...span }) => `${capital(daysOf(days))}: ${openOf(span, speech)}`);
    const list = speech.channel === 'voice' ? `${rows.join('. ')}.` : bullets(rows, speech);
    return tell(
      lines(speech, place === '' ? 'The office hours:' : `The office hours of ${place}:`, list, nowOf(hours, speech)),
    );
  },

  show_weather: ({ place, days, project, appointment }, speech) => {
    const where = repeat(place, 'name', speech);
    const about =
      project !== null && appointment !== null
        ? `Your ${nameOf(project, speech)} visit: ${sayAppointment(appointment, speech)}.`
        : null;
    const shown = speech.channel === 'voice' ? days.slice(0, 3) : days;
    const rows = shown.map((day) => `${sayDate(day.date, speech)}: ${forecastOf(day, speech)}`);
    const list = speech.channel === 'voice' ? `${rows.join('. ')}.` : bullets(rows, speech);
    return tell(lines(speech, about, `The forecast for ${where}:`, list));
  },

  no_weather: ({ why, place, date }, speech) => {
    const where = place === null ? 'that place' : quote(place, 'words', speech);
    const texts: Record<typeof why, [string, string | null]> = {
      no_place: ["I don't know which place you mean.", 'Which city would you like the weather for?'],
      unknown_place: [`I can't find ${where} on the map.`, 'Which city would you like the weather for?'],
      too_far: [
        `${date === null ? 'That day' : capital(sayDate(date, speech))} is too far ahead: forecasts reach 16 days.`,
        null,
      ],
      unavailable: ["I can't get a forecast right now. Please try again in a little while.", null],
    };
    return tell(...texts[why]);
  },

  show_address: ({ project, address, requested }, speech) => {
    const name = nameOf(project, speech);
    const onFile =
      address === null
        ? `There is no address on file for your ${name}.`
        : `The address on file for your ${name} is ${repeat(address, 'address', speech)}.`;
    if (requested !== undefined) {
      const asked = `You asked for ${quote(requested, 'address', speech)} instead, which the office reviews.`;
      return tell(sentences(onFile, asked));
    }
    return tell(onFile, address === null ? 'Would you like to send one to the office?' : null);
  },

  show_notes: ({ project, notes, total, unshown }, speech) => {
    const name = nameOf(project, speech);
    const missing =
      unshown === undefined
        ? null
        : `The list doesn't show the one from this conversation yet: ${quoteLast(unshown, 'note', speech)}`;
    if (notes.length === 0 && missing !== null)
      return tell(sentences(`I can't see any notes on your ${name}.`, missing));
    if (notes.length === 0) return tell(`There are no notes on your ${name}.`, 'Would you like to leave one?');
    const shown = notes.slice(0, speech.channel === 'voice' ? 3 : 10);
    const head =
      shown.length < total
        ? `The latest ${shown.length} of ${total} notes on your ${name}:`
        : `The notes on your ${name}:`;
    const rows = shown.map(({ text, author }) => {
      const by = author === null || speech.channel === 'voice' ? '' : ` (${repeat(author, 'name', speech)})`;
      return `${quote(text, 'shown_note', speech)}${by}`;
    });
    return tell(
      lines(speech, head, speech.channel === 'voice' ? `${rows.join('; ')}.` : bullets(rows, speech), missing),
    );
  },
};

type Span = { open: string | null; close: string | null };

const openOf = ({ open, close }: Span, speech: Speech): string =>
  open === null || close === null ? 'closed' : `open from ${sayTime(open, speech)} to ${sayTime(close, speech)}`;

/** "Monday to Friday" where at least three days follow one another, else each by its name. */
function daysOf(days: readonly string[]): string {
  const places = days.map((day) => WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]));
  const isRun = places.length > 2 && places.every((place, index) => place >= 0 && place === (places[0] ?? 0) + index);
  return isRun ? `${days[0]} to ${days.at(-1)}` : join(days, 'and');
}

/** Days with the same hours together, in the order of the week. */
function grouped({ days }: OfficeHours): (Span & { days: string[] })[] {
  const groups: (Span & { days: string[] })[] = [];
  for (const { day, open, close } of days) {
    const alike = groups.find((group) => group.open === open && group.close === close);
    if (alike === undefined) groups.push({ days: [day], open, close });
    else alike.days.push(day);
  }
  return groups;
}

/** Whether the office is open at this moment, and else when it opens. */
export function nowOf({ open_now, next_open }: OfficeHours, speech: Speech): string {
  if (open_now) return 'It is open right now.';
  if (next_open === null) return 'It is closed right now.';
  const near = ['today', 'tomorrow'][next_open.days_ahead];
  const day = near ?? `on ${sayDate(next_open.date, speech)}`;
  return `It is closed right now and opens again ${day} at ${sayTime(next_open.time, speech)}.`;
}

function forecastOf(
  { summary, high_f, low_f, precipitation_percent, wind_mph, advice }: WeatherDay,
  speech: Speech,
): string {
  const unit = speech.channel === 'chat' ? '°F' : ' degrees';
  const parts = [
    repeat(summary, 'name', speech).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    high_f === null ? '' : `high ${Math.round(high_f)}${unit}`,
    low_f === null ? '' : `low ${Math.round(low_f)}${unit}`,
    precipitation_percent === null ? '' : `${Math.round(precipitation_percent)}% chance of rain`,
    wind_mph === null || speech.channel === 'voice' ? '' : `wind ${Math.round(wind_mph)} mph`,
    advice === null ? '' : ADVICE[advice],
  ];
  return parts.filter((part) => part !== '').join(', ');
}
